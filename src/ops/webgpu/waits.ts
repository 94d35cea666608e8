let made = 0;
const pending = new Set<number>();

/** Keeps count of a wait for the device until it ends. */
export async function waitingFor<T>(work: Promise<T>): Promise<T> {
  const id = ++made;
  pending.add(id);
  try {
    return await work;
  } finally {
    pending.delete(id);
  }
}

/** The number of the wait that has lasted longest, or null where nothing is waited for. */
export function oldestWait(): number | null {
  const [oldest = null] = pending;
  return oldest;
}
