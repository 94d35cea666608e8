import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { held } from '../../tests/numeric/leaks';
import { createReadback } from './readback';

beforeAll(startCpu);
afterEach(() => vi.restoreAllMocks());

/** A step's result whose numbers say which one it is. */
const result = (step: number, batch = 2): [tf.Tensor1D, { logits: number; norms: number }] => {
  const logits = Array.from({ length: batch * 3 }, (_, i) => step + i / 8);
  const unread = [NaN];
  const norms = [step / 2, step / 4];
  return [tf.tensor1d([step, ...logits, ...unread, ...norms]), { logits: logits.length, norms: norms.length }];
};

describe('createReadback', () => {
  it.each([true, false])('is due after eight steps, on a device or not (%s)', (isOnDevice) => {
    vi.spyOn(performance, 'now').mockReturnValue(1000);
    const readback = createReadback<number>(isOnDevice);
    for (let step = 1; step <= 7; step++) {
      readback.add(...result(step), step);
      expect(readback.due()).toBe(false);
    }
    readback.add(...result(8), 8);
    expect(readback.due()).toBe(true);
  });

  it('is not due before on a device, however slow it is', () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(1000);
    const readback = createReadback<number>(true);
    for (let step = 1; step <= 7; step++) {
      readback.add(...result(step), step);
      clock.mockReturnValue(1000 + 10_000 * step);
      expect(readback.due()).toBe(false);
    }
  });

  it('is due after a quarter of a second on the processor, and not at once after a read', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(1000);
    const readback = createReadback<number>(false);
    readback.add(...result(1), 1);
    expect(readback.due()).toBe(false);
    clock.mockReturnValue(1251);
    expect(readback.due()).toBe(true);
    await readback.read();
    expect(readback.due()).toBe(false);
  });

  it('gives every step its own numbers, in order, also for a smaller last batch', async () => {
    const readback = createReadback<string>(true);
    readback.add(...result(1), 'one');
    readback.add(...result(2), 'two');
    readback.add(...result(3, 1), 'three');
    const read = await readback.read();
    expect(read.map(({ about }) => about)).toEqual(['one', 'two', 'three']);
    expect(read.map(({ reading }) => reading.loss)).toEqual([1, 2, 3]);
    expect([...(read[1]?.reading.logits ?? [])]).toEqual([2, 2.125, 2.25, 2.375, 2.5, 2.625]);
    expect([...(read[2]?.reading.logits ?? [])]).toEqual([3, 3.125, 3.25]);
    expect(read.map(({ reading }) => [...reading.norms])).toEqual([
      [0.5, 0.25],
      [1, 0.5],
      [1.5, 0.75],
    ]);
    expect(await readback.read()).toEqual([]);
  });

  it('waits for the device once for several steps, and keeps no tensor', async () => {
    const before = held();
    const data = vi.spyOn(tf.Tensor.prototype, 'data');
    const readback = createReadback<number>(true);
    for (let step = 0; step < 8; step++) readback.add(...result(step), step);
    await readback.read();
    expect(data).toHaveBeenCalledTimes(1);
    expect(held()).toEqual(before);
  });
});
