/**
 * Counts what code asks of memory: the largest single ArrayBuffer or typed array that was made since the last look. The
 * constructors are replaced by ones that write down the size before they hand it on, so that a giant request counts even
 * where it fails. Memory inside WebAssembly is not seen here; the process's own peak is.
 */
export interface Allocations {
  /** The largest request in bytes since the last call, and forgets it. */
  take(): number;
}

type Maker = new (...args: never[]) => object;

/** Replaces the constructors for the rest of the process. */
export function countAllocations(): Allocations {
  let largest = 0;
  const world = globalThis as unknown as Record<string, Maker & { readonly BYTES_PER_ELEMENT?: number }>;
  const names = [
    ...[
      'ArrayBuffer',
      'SharedArrayBuffer',
      'Uint8Array',
      'Int8Array',
      'Uint8ClampedArray',
      'Uint16Array',
      'Int16Array',
    ],
    ...['Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'],
  ];
  for (const name of names) {
    const original = world[name];
    if (!original) continue;
    const width = original.BYTES_PER_ELEMENT ?? 1;
    world[name] = new Proxy(original, {
      construct(target, args: unknown[], newTarget) {
        const [first] = args;
        if (typeof first === 'number' && first * width > largest) largest = first * width;
        return Reflect.construct(target, args, newTarget === world[name] ? target : newTarget) as object;
      },
    });
  }
  return {
    take() {
      const seen = largest;
      largest = 0;
      return seen;
    },
  };
}
