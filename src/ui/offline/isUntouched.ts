import type { AppState } from '../../store/state';

/** Whether nobody has done anything on the page yet: no click, no key, no data, no run. */
export function isUntouched({ data, run }: Pick<AppState, 'data' | 'run'>): boolean {
  const acted = 'userActivation' in navigator && navigator.userActivation.hasBeenActive;
  return !acted && data.status === 'empty' && run.status === 'idle';
}
