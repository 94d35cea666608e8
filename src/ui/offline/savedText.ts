import type { OfflineState } from '../../offline/state';

/** What there is to say of the site on this machine; null where there is nothing. */
export function savedText(saved: OfflineState['saved']): string | null {
  switch (saved) {
    case 'none':
      return null;
    case 'saving':
      return 'Saving this page for use without a network.';
    case 'saved':
      return 'This page works without a network.';
    case 'partly':
      return 'This page could not be saved whole for use without a network. It goes on at the next visit.';
  }
}
