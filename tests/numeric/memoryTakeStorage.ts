import type { StoredTake, TakeStorage } from '../../src/session/takeStorage';

/** Recorded clips in memory, as the browser's storage would hold them; it can be filled up. */
export function memoryTakeStorage() {
  const rows = new Map<string, StoredTake>();
  let isFull = false;
  const storage: TakeStorage = {
    load: async () => [...rows.values()].map((row) => structuredClone(row)),
    async put(take) {
      if (isFull) throw new DOMException('full', 'QuotaExceededError');
      rows.set(take.key, structuredClone(take));
    },
    async remove(keys) {
      for (const key of keys) rows.delete(key);
    },
  };
  return { storage, rows, fill: () => (isFull = true) };
}
