const KEY = 'loaa-tour';

/** Whether the tour was taken or declined before. Where storage is closed to us it counts as seen: better than asking always. */
export function isTourSeen(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return true;
  }
}

export function markTourSeen(): void {
  try {
    localStorage.setItem(KEY, 'seen');
  } catch {
    // A private window may refuse storage.
  }
}
