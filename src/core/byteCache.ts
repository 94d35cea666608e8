/** Values under names, within a budget of bytes: where there is no room, those not asked for longest go first. */
export interface ByteCache<V> {
  get(key: string): V | undefined;
  /** Keeps a value where it fits the budget by itself. @returns whether it is kept */
  put(key: string, value: V, bytes: number): boolean;
  /** Forgets what the test names. */
  forget(test: (key: string) => boolean): void;
  readonly bytes: number;
  readonly budget: number;
}

export function createByteCache<V>(budget: number): ByteCache<V> {
  /** In the order of use, the least recent first. */
  const held = new Map<string, { readonly value: V; readonly bytes: number }>();
  let bytes = 0;
  const drop = (key: string) => {
    bytes -= held.get(key)?.bytes ?? 0;
    held.delete(key);
  };
  return {
    get(key) {
      const found = held.get(key);
      if (!found) return undefined;
      held.delete(key);
      held.set(key, found);
      return found.value;
    },
    put(key, value, size) {
      drop(key);
      if (size > budget) return false;
      for (const oldest of held.keys()) {
        if (bytes + size <= budget) break;
        drop(oldest);
      }
      held.set(key, { value, bytes: size });
      bytes += size;
      return true;
    },
    forget(test) {
      for (const key of [...held.keys()]) if (test(key)) drop(key);
    },
    get bytes() {
      return bytes;
    },
    budget,
  };
}
