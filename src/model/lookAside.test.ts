import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import * as definitions from '../../tests/numeric/definitions';
import { slopes } from '../../tests/numeric/finiteDifferences';
import { normals, weighted } from '../../tests/numeric/random';
import '../../tests/numeric/toBeAllClose';
import { tapTable } from '../ops/taps';
import { extentOf, KERNELS, type KernelName } from './adapters';
import { lookAside, toEngine, toTorch } from './lookAside';

beforeAll(startCpu);

const NAMES = Object.keys(KERNELS) as KernelName[];
const PREFIX = 2;
const GRIDS = [
  [3, 4],
  [1, 5],
  [1, 1],
] as const;

/** The paper's kernels, and longer ones, some of them longer than the grid. */
const SPECS = [
  ...NAMES.map((kernel) => ({ kernel })),
  { kernel: 'time', size: 5 },
  { kernel: 'frequency', size: 7 },
  { kernel: 'square', size: 5 },
  { kernel: 'linear', size: 9 },
] as const;

describe.each(SPECS.flatMap((spec) => GRIDS.map((grid) => ({ spec, grid, extent: extentOf(spec) }))))(
  'a $extent adapter on a $grid grid',
  ({ extent, grid }) => {
    const [B, d, r] = [2, 5, 3];
    const N = PREFIX + grid[0] * grid[1];
    const k = extent[0] * extent[1];
    const h = normals(B * N * d, 51);
    const down = { shape: [r, d, ...extent], data: normals(r * d * k, 52, 0.5) };
    const up = { shape: [d, r, ...extent], data: normals(r * d * k, 53, 0.5) };
    const dy = normals(h.length, 54);
    const about = { d, grid, prefix: PREFIX, extent };
    const tensors = () => {
      const [a, b] = [toEngine('down', down), toEngine('up', up)];
      return [tf.tensor3d(h, [B, N, d]), tf.tensor(a.data, [k * r, d]), tf.tensor(b.data, [k * r, d])] as const;
    };

    it('is two convolutions around a GELU, prefix tokens on their own', () => {
      const y = lookAside(...tensors(), tapTable(grid, extent, PREFIX));
      expect(y.shape).toEqual([B, N, d]);
      expect(y).toBeAllClose(definitions.lookAside(h, down.data, up.data, about), { absolute: 1e-5 });
    });

    it('has the gradients of its definition in the tokens and in both weights', () => {
      const table = tapTable(grid, extent, PREFIX);
      const gradients = tf.grads((x, a, b) => lookAside(x as tf.Tensor3D, a, b, table))(
        [...tensors()],
        tf.tensor3d(dy, [B, N, d]),
      );
      const [dh, dDown, dUp] = gradients.map((g) => Float32Array.from(g.dataSync()));
      const torch = (kind: 'down' | 'up', data = new Float32Array()) =>
        toTorch(kind, { shape: [k * r, d], data }, extent).data;
      const loss = (x: ArrayLike<number>, a: ArrayLike<number>, b: ArrayLike<number>) =>
        weighted(definitions.lookAside(x, a, b, about), dy);
      for (const { numeric, analytic } of [
        slopes((v) => loss(v, down.data, up.data), h, dh ?? [], 1, 6),
        slopes((v) => loss(h, v, up.data), down.data, torch('down', dDown), 2, 6),
        slopes((v) => loss(h, down.data, v), up.data, torch('up', dUp), 3, 6),
      ]) {
        expect(analytic).toBeAllClose(numeric, { absolute: 2e-5 });
      }
    });
  },
);

describe('toEngine and toTorch', () => {
  it('are inverse to each other for every kernel and size', () => {
    const size = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), fc.constantFrom('down', 'up'), size, size, (kernel, kind, r, d) => {
        const { extent } = KERNELS[kernel];
        const shape = kind === 'down' ? [r, d, ...extent] : [d, r, ...extent];
        const data = Float32Array.from({ length: r * d * extent[0] * extent[1] }, (_, i) => i);
        const engine = toEngine(kind, { shape, data });
        expect(engine.shape).toEqual([extent[0] * extent[1] * r, d]);
        expect(toTorch(kind, engine, extent)).toEqual({ shape, data });
      }),
    );
  });
});
