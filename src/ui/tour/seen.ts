import { recall, remember } from '../../core/remembered';

const KEY = 'loaa-tour';

/** Whether the tour was taken or declined before. Where storage is closed to us it counts as seen: better than asking always. */
export function isTourSeen(): boolean {
  return recall(KEY, 'seen') !== null;
}

export function markTourSeen(): void {
  remember(KEY, 'seen');
}
