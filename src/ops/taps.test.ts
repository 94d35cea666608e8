import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { convolve } from '../../tests/numeric/definitions';
import { held } from '../../tests/numeric/leaks';
import { normals, weighted } from '../../tests/numeric/random';
import '../../tests/numeric/toBeAllClose';
import { disposeTaps, gatherTaps, sumTaps, tapTable } from './taps';

beforeAll(startCpu);

const EXTENTS = [
  [1, 1],
  [1, 3],
  [3, 1],
  [3, 3],
  [1, 5],
  [5, 3],
] as const;
const GRIDS = [
  [3, 4],
  [1, 1],
  [1, 6],
  [5, 1],
  [2, 2],
] as const;
const CASES = EXTENTS.flatMap((extent) => GRIDS.map((grid) => ({ extent, grid })));
const B = 2;
const PREFIX = 2;
const C = 3;

/** Convolution of tokens [B, N, C] to [B, N, O]: prefix tokens as 1 x 1 images, the others as one image. */
function convolveTokens(
  x: Float32Array,
  kernel: Float32Array,
  [F, W]: readonly [number, number],
  extent: readonly [number, number],
): number[] {
  const N = PREFIX + F * W;
  return Array.from({ length: B }, (_, b) => {
    const token = (n: number, count: number) => x.subarray((b * N + n) * C, (b * N + n + count) * C);
    const front = Array.from({ length: PREFIX }, (_, n) => [...convolve(token(n, 1), [1, 1, C], kernel, extent)]);
    return [...front.flat(), ...convolve(token(PREFIX, F * W), [F, W, C], kernel, extent)];
  }).flat();
}

describe.each(CASES)('taps of a $extent kernel on a $grid grid', ({ extent, grid }) => {
  const k = extent[0] * extent[1];
  const N = PREFIX + grid[0] * grid[1];
  const O = 2;
  const kernel = normals(O * C * k, 41); // [O, C, k]
  const weight = (o: number, c: number, t: number) => kernel[(o * C + c) * k + t] ?? NaN;
  const x = normals(B * N * C, 42);

  it('gathers what a convolution with zero padding reads', () => {
    const beside = gatherTaps(tf.tensor3d(x, [B, N, C]), tapTable(grid, extent, PREFIX));
    expect(beside.shape).toEqual([B, N, k * C]);
    const matrix = tf.tidy(() => {
      const values = Float32Array.from({ length: k * C * O }, (_, i) =>
        weight(i % O, Math.floor(i / O) % C, Math.floor(i / O / C)),
      );
      return tf.tensor2d(values, [k * C, O]);
    });
    const y = tf.matMul(tf.reshape(beside, [B * N, k * C]), matrix);
    expect(y).toBeAllClose(convolveTokens(x, kernel, grid, extent));
  });

  it('sums to the same convolution where the product comes first', () => {
    const values = Float32Array.from({ length: k * O * C }, (_, i) =>
      weight(Math.floor(i / C) % O, i % C, Math.floor(i / C / O)),
    );
    const perTap = tf.matMul(tf.tensor2d(x, [B * N, C]), tf.tensor2d(values, [k * O, C]), false, true);
    const y = sumTaps(tf.reshape(perTap, [B, N, k * O]), tapTable(grid, extent, PREFIX));
    expect(y.shape).toEqual([B, N, O]);
    expect(y).toBeAllClose(convolveTokens(x, kernel, grid, extent));
  });

  it('has adjoint gradients: <gather x, y> = <x, gather* y> and <sum y, x> = <y, sum* x>', () => {
    const table = tapTable(grid, extent, PREFIX);
    const [a, b] = [tf.tensor3d(x, [B, N, C]), tf.tensor3d(normals(B * N * k * C, 43), [B, N, k * C])];
    const [gathered, summed] = [gatherTaps(a, table), sumTaps(b, table)];
    const scattered = tf.grad((v) => gatherTaps(tf.clone(v) as tf.Tensor3D, table))(a, b);
    const spread = tf.grad((v) => sumTaps(tf.clone(v) as tf.Tensor3D, table))(b, a);
    const dot = (p: tf.Tensor, q: tf.Tensor) => [weighted(p.dataSync(), q.dataSync())];
    expect(dot(a, scattered)).toBeAllClose(dot(gathered, b), { absolute: 1e-4 });
    expect(dot(b, spread)).toBeAllClose(dot(summed, a), { absolute: 1e-4 });
    expect(scattered).toBeAllClose(transposed(b, table).dataSync());
  });

  it.each([0, 1, 2])('reaches %i prefix tokens through the centre tap alone', (prefix) => {
    const { neighbour, tokens } = tapTable(grid, extent, prefix);
    expect(tokens).toBe(prefix + grid[0] * grid[1]);
    const read = neighbour.token.dataSync();
    for (let n = 0; n < prefix; n++) {
      const own = [...read.subarray(n * k, (n + 1) * k)];
      expect(own).toEqual(own.map((_, t) => (t === (k - 1) / 2 ? n : tokens)));
    }
    const others = [...read.subarray(prefix * k)];
    expect(others.every((m) => m >= prefix && m <= tokens)).toBe(true);
  });
});

/** sum over (n, t) with neighbour(n, t) = m of y[b, n, t, :]: what a gather's gradient is, by walking its table. */
function transposed(y: tf.Tensor3D, table: ReturnType<typeof tapTable>): tf.Tensor3D {
  const N = table.tokens;
  const out = new Float32Array(B * N * C);
  const values = y.dataSync();
  table.neighbour.token.dataSync().forEach((m, at) => {
    if (m === N) return;
    for (let b = 0; b < B; b++) {
      for (let c = 0; c < C; c++) {
        const to = (b * N + m) * C + c;
        out[to] = (out[to] ?? NaN) + (values[(b * N * table.taps + at) * C + c] ?? NaN);
      }
    }
  });
  return tf.tensor3d(out, [B, N, C]);
}

describe('disposeTaps', () => {
  it('frees every table', () => {
    const before = held();
    disposeTaps(tapTable([3, 4], [3, 3], 2));
    expect(held()).toEqual(before);
  });
});
