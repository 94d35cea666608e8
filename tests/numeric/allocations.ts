import * as tf from '@tensorflow/tfjs-core';

interface Stored {
  readonly values?: ArrayLike<unknown> & { readonly byteLength?: number };
}

/**
 * Bytes that the plain JavaScript backend really holds, and held at the most, while `run` runs, beyond those before it; and the
 * bytes of the largest tensor among them.
 * tfjs' own count takes every name of a tensor for memory of its own: clones and reshapes, which share it.
 */
export function allocationsOf(run: () => void): {
  readonly peak: number;
  readonly left: number;
  readonly largest: number;
} {
  const { data } = tf.backend() as unknown as {
    readonly data: { set(id: object, value: Stored): void; delete(id: object): boolean; get(id: object): Stored };
  };
  const own = { set: data.set, delete: data.delete };
  const sizes = new Map<object, number>();
  let [now, peak, largest] = [0, 0, 0];
  data.set = (id, value) => {
    const bytes = value.values?.byteLength ?? 4 * (value.values?.length ?? 0);
    now += bytes - (sizes.get(id) ?? 0);
    sizes.set(id, bytes);
    peak = Math.max(peak, now);
    largest = Math.max(largest, bytes);
    own.set.call(data, id, value);
  };
  data.delete = (id) => {
    // What was there before is freed too.
    const before = sizes.get(id) ?? data.get(id).values?.byteLength ?? 0;
    now -= before;
    sizes.delete(id);
    return own.delete.call(data, id);
  };
  try {
    run();
  } finally {
    Object.assign(data, own);
  }
  return { peak, left: now, largest };
}
