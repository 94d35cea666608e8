/** The site on this machine, as the page knows it. */
export interface OfflineState {
  /** `none`: this browser keeps no sites, or has not been asked. `partly`: some files could not be kept. */
  readonly saved: 'none' | 'saving' | 'saved' | 'partly';
  /** A newer version is kept and waits for the person to reload. */
  readonly isUpdateReady: boolean;
  /** The page would be cross-origin isolated, and WebAssembly have its threads, after a reload. */
  readonly isReloadUseful: boolean;
}

export const NOT_OFFLINE: OfflineState = { saved: 'none', isUpdateReady: false, isReloadUseful: false };

/** What can happen to it. */
export type OfflineEvent =
  | { readonly type: 'offline.saved'; readonly saved: OfflineState['saved'] }
  | { readonly type: 'offline.update-ready' }
  | { readonly type: 'offline.reload-useful' };

/** The site on this machine after an event. Pure. */
export function reduceOffline(offline: OfflineState, event: OfflineEvent): OfflineState {
  switch (event.type) {
    case 'offline.saved':
      return { ...offline, saved: event.saved };
    case 'offline.update-ready':
      return { ...offline, isUpdateReady: true };
    case 'offline.reload-useful':
      return { ...offline, isReloadUseful: true };
  }
}
