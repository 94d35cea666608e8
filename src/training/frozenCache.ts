import * as tf from '@tensorflow/tfjs-core';
import type { Model } from '../model/model';
import type { RunConfig } from './config';
import { spectrogramsOf, stacked } from './inputs';
import { isWorthHolding } from './holding';
import { enter, enteringShape } from './stages';
import type { Start } from './start';

/** One window of a clip on its way into the trained part. */
export interface Row {
  readonly id: string;
  /** Which of the clip's windows, from 0, of how many. */
  readonly window: number;
  readonly windows: number;
  /** [T, M], normalised; null where the clip is held. */
  readonly x: Float32Array | null;
}

/**
 * What enters the trained part, by clip: computed the first time that a clip comes by, and held for the rest of the run.
 *
 * It is held in the processor's memory, not on the device. A clip's tokens are N d floats (1.6 MB for DeiT-Base at 514
 * tokens), so a data set's would fill a graphics memory that the run itself needs, while handing them over costs next to
 * nothing beside the layers that they save: on WebAssembly, for ViT-Nano, a clip is read back in 0.014 ms and handed in
 * again in 0.012 ms, where three layers take 13 ms. There a tensor would lie in the backend's heap, which ends at 4 GiB; on
 * WebGPU the reading back, once a run, goes on beside the rest of the step.
 */
export interface FrozenCache {
  readonly start: Start;
  /** Whether all windows of a clip are held: its sound is not needed any more. */
  holds(id: string): boolean;
  /** How many windows are held of a clip. */
  windows(id: string): number;
  /**
   * What enters the trained part for these rows, in their order, and zeros (or what comes of silence) up to `size` rows.
   * Keeps what it computed while there is room. The caller frees the tensor.
   */
  enter(m: Model, rows: readonly Row[], size?: number): tf.Tensor;
  /** Resolves when everything computed so far was read back. */
  settled(): Promise<void>;
  /** Bytes held. */
  readonly bytes: number;
}

const GIB = 2 ** 30;
const MOST_BYTES = GIB;
const SHARE = 1 / 8;
const UNKNOWN_GIB = 4;

/**
 * How many bytes of activations to hold: an eighth of the device's memory, at most 1 GiB; half a GiB where the browser does
 * not say how much it has. Prepared clips have a share of their own (`clipBudget`).
 * @param deviceMemory navigator.deviceMemory, in GiB
 */
export function activationBudget(deviceMemory: number | undefined): number {
  return Math.min(MOST_BYTES, (deviceMemory ?? UNKNOWN_GIB) * GIB * SHARE);
}

/**
 * A cache for one run. Clips are kept in the order they come while they fit, and none is dropped for another's sake.
 * @param budget in bytes
 */
export function createFrozenCache(m: Model, start: Start, frames: number, budget: number): FrozenCache {
  const shape = enteringShape(m, start);
  if (!shape) throw new Error('What enters a trained embedding is the sound itself.');
  const size = shape.reduce((a, b) => a * b, 1);
  const held = new Map<string, readonly Float32Array[]>();
  /** Clips of which some windows are still to come; null for those that do not fit. */
  const coming = new Map<string, (Float32Array | undefined)[] | null>();
  let bytes = 0;
  let reading: Promise<unknown> = Promise.resolve();

  /** Makes room for a clip, all of its windows, or remembers that there is none. */
  const reserve = ({ id, windows }: Row): boolean => {
    const known = coming.get(id);
    if (known !== undefined) return known !== null;
    const wanted = 4 * size * windows;
    const fits = bytes + wanted <= budget;
    if (fits) bytes += wanted;
    coming.set(id, fits ? new Array<Float32Array | undefined>(windows).fill(undefined) : null);
    return fits;
  };
  const take = ({ id, window }: Row, values: Float32Array) => {
    const windows = coming.get(id);
    if (!windows) return;
    windows[window] = values;
    const whole = windows.filter((one) => one !== undefined);
    if (whole.length < windows.length) return;
    held.set(id, whole);
    coming.delete(id);
  };
  const keep = (rows: readonly Row[], computed: tf.Tensor) => {
    const wanted = rows.map((row) => !held.has(row.id) && reserve(row));
    if (!wanted.includes(true)) return;
    const still = tf.keep(tf.clone(computed));
    const read = (still.data() as Promise<Float32Array>)
      .then((values) => {
        rows.forEach((row, i) => wanted[i] && take(row, values.slice(i * size, (i + 1) * size)));
      })
      .finally(() => still.dispose());
    reading = Promise.all([reading, read]);
    // Told by `settled`; a run that has ended meanwhile does not ask any more.
    reading.catch(() => undefined);
  };

  return {
    start,
    holds: (id) => held.has(id),
    windows: (id) => held.get(id)?.length ?? 0,
    enter(model, rows, wanted = rows.length) {
      const fresh = rows.filter((row) => row.x !== null);
      const rest = rows.filter((row) => row.x === null);
      const areAllFresh = rest.length === 0;
      const count = areAllFresh ? wanted : fresh.length;
      const upload = (space: number) => {
        const values = rest.map(({ id, window }) => {
          const found = held.get(id)?.[window];
          if (!found) throw new Error(`Nothing is held of ${id}, window ${window}.`);
          return found;
        });
        return tf.tensor(stacked(values, size, space), [space, ...shape]);
      };
      if (fresh.length === 0) return upload(wanted);
      const x = spectrogramsOf(fresh, frames, count);
      const computed = enter(model, start, x);
      x.dispose();
      keep(fresh, computed);
      if (areAllFresh) return computed;
      const known = upload(wanted - fresh.length);
      const order = tf.tensor1d(orderOf(rows, fresh.length, wanted), 'int32');
      const all = tf.tidy(() => tf.gather(tf.concat([computed, known]), order));
      tf.dispose([computed, known, order]);
      return all;
    },
    async settled() {
      await reading;
    },
    get bytes() {
      return bytes;
    },
  };
}

/** Where each row lies once the fresh ones stand before the others; rows to spare are the last ones. */
function orderOf(rows: readonly Row[], fresh: number, wanted: number): Int32Array {
  let [next, later] = [0, fresh];
  return Int32Array.from({ length: wanted }, (_, i) => (rows[i] && rows[i].x !== null ? next++ : later++));
}

/** The cache of a run, or null where nothing is worth holding or there is no room at all. */
export function frozenCacheFor(m: Model, start: Start, config: RunConfig, budget: number): FrozenCache | null {
  return budget > 0 && isWorthHolding(start) ? createFrozenCache(m, start, config.frames, budget) : null;
}
