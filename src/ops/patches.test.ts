import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { normals } from '../../tests/numeric/random';
import { patchGrid } from './grid';
import { extractPatches, patchIndex } from './patches';

beforeAll(startCpu);

describe('extractPatches', () => {
  it.each([
    { B: 2, T: 9, M: 8, patch: [3, 3] as const, stride: [2, 3] as const },
    { B: 1, T: 4, M: 4, patch: [4, 4] as const, stride: [4, 4] as const },
    { B: 3, T: 11, M: 7, patch: [2, 2] as const, stride: [5, 1] as const },
    { B: 2, T: 9, M: 6, patch: [6, 2] as const, stride: [6, 2] as const },
    { B: 1, T: 5, M: 5, patch: [1, 1] as const, stride: [1, 1] as const },
  ])('cuts $T frames of $M bins into patches of $patch, frequency first', ({ B, T, M, patch, stride }) => {
    const x = normals(B * T * M, 31);
    const grid = patchGrid(M, T, patch, stride);
    const expected: number[] = [];
    for (let b = 0; b < B; b++) {
      for (let f = 0; f < grid[0]; f++) {
        for (let w = 0; w < grid[1]; w++) {
          for (let i = 0; i < patch[0]; i++) {
            for (let j = 0; j < patch[1]; j++) {
              expected.push(x[(b * T + w * stride[1] + j) * M + f * stride[0] + i] ?? NaN);
            }
          }
        }
      }
    }
    const cut = extractPatches(tf.tensor3d(x, [B, T, M]), patchIndex(M, grid, patch, stride), patch);
    expect(cut.shape).toEqual([B, grid[0] * grid[1], patch[0] * patch[1]]);
    expect([...cut.dataSync()]).toEqual(expected);
  });
});
