/** Values by name up to a budget of bytes; those that were used longest ago make room. */
export interface ByteCache<T> {
  get(name: string): T | undefined;
  set(name: string, value: T): void;
  clear(): void;
  readonly bytes: number;
}

export function createByteCache<T>(budget: number, sizeOf: (value: T) => number): ByteCache<T> {
  /** In the order of their last use: Map keeps the order of insertion. */
  const held = new Map<string, T>();
  let bytes = 0;
  const drop = (name: string) => {
    const old = held.get(name);
    if (old === undefined) return;
    bytes -= sizeOf(old);
    held.delete(name);
  };
  return {
    get(name) {
      const value = held.get(name);
      if (value === undefined) return undefined;
      held.delete(name);
      held.set(name, value);
      return value;
    },
    set(name, value) {
      drop(name);
      held.set(name, value);
      bytes += sizeOf(value);
      for (const oldest of held.keys()) {
        if (bytes <= budget || oldest === name) break;
        drop(oldest);
      }
    },
    clear() {
      held.clear();
      bytes = 0;
    },
    get bytes() {
      return bytes;
    },
  };
}
