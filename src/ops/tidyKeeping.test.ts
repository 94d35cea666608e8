import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { held } from '../../tests/numeric/leaks';
import { tidyKeeping } from './tidyKeeping';

beforeAll(startCpu);

describe('tidyKeeping', () => {
  it('frees all but the kept tensors, and answers with the result', () => {
    const before = held();
    const out = tidyKeeping(() => {
      const a = tf.ones([3]);
      const b = tf.add(a, tf.ones([3]));
      return { result: b, kept: [b] };
    });
    expect(held().tensors).toBe(before.tensors + 1);
    expect([...out.dataSync()]).toEqual([2, 2, 2]);
    out.dispose();
    expect(held()).toEqual(before);
  });

  it('frees everything where the work throws', () => {
    const before = held();
    const work = () => {
      tf.ones([3]);
      throw new Error('broken');
    };
    expect(() => tidyKeeping(work)).toThrow('broken');
    expect(held()).toEqual(before);
  });

  it('keeps through an outer tidy', () => {
    const before = held();
    let kept = tf.tensor1d([]);
    const outside = kept;
    tf.tidy(() => {
      kept = tidyKeeping(() => {
        const t = tf.tensor1d([1, 2]);
        return { result: t, kept: [t] };
      });
    });
    expect([...kept.dataSync()]).toEqual([1, 2]);
    tf.dispose([kept, outside]);
    expect(held()).toEqual(before);
  });
});
