import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable';
import { fused } from './fused';

/**
 * A kernel's taps over tokens, as index tables. Convolution over the F x W grid with zero padding becomes a matrix product
 * between tokens and their shifted neighbours; prefix tokens are 1 x 1 grids of their own, reached by the centre tap only.
 * Every table is [N k]; entry (n, t) is about token n and tap t. `token` entries index N tokens, `flat` entries index the
 * N k pairs (token, tap); one past the end stands for "none" and reads zeros.
 */
export interface TapTable {
  readonly tokens: number;
  /** k, the number of taps; 1 for a linear kernel. */
  readonly taps: number;
  /** The neighbour that n reads through t. */
  readonly neighbour: { readonly token: tf.Tensor1D; readonly flat: tf.Tensor1D };
  /** The token that reads n through t. */
  readonly reader: { readonly token: tf.Tensor1D; readonly flat: tf.Tensor1D };
}

/** The tables before they are on a device. */
export interface TapIndex {
  readonly tokens: number;
  readonly taps: number;
  readonly neighbour: { readonly token: Int32Array; readonly flat: Int32Array };
  readonly reader: { readonly token: Int32Array; readonly flat: Int32Array };
}

/**
 * @param grid F x W  @param extent kernel size in frequency and time (odd)  @param prefix number of prefix tokens
 * Source: torch.nn.Conv2d with padding k // 2; reference/loaa_reference.py, LookAsideAdapter.
 */
export function tapIndex(grid: readonly [number, number], extent: readonly [number, number], prefix: number): TapIndex {
  const [F, W] = grid;
  const [kf, kt] = extent;
  const tokens = prefix + F * W;
  const taps = kf * kt;
  const neighbour = new Int32Array(tokens * taps).fill(tokens);
  const reader = new Int32Array(tokens * taps).fill(tokens);
  const connect = (n: number, tap: number, m: number) => {
    neighbour[n * taps + tap] = m;
    reader[m * taps + tap] = n;
  };
  for (let n = 0; n < prefix; n++) connect(n, (taps - 1) / 2, n);
  for (let f = 0; f < F; f++) {
    for (let w = 0; w < W; w++) {
      for (let tap = 0; tap < taps; tap++) {
        const nf = f + Math.floor(tap / kt) - (kf - 1) / 2;
        const nw = w + (tap % kt) - (kt - 1) / 2;
        if (nf >= 0 && nf < F && nw >= 0 && nw < W) connect(prefix + f * W + w, tap, prefix + nf * W + nw);
      }
    }
  }
  const tables = (token: Int32Array) => ({
    token,
    flat: token.map((m, i) => (m === tokens ? tokens * taps : m * taps + (i % taps))),
  });
  return { tokens, taps, neighbour: tables(neighbour), reader: tables(reader) };
}

/** The tables of `tapIndex` on the current backend, until `disposeTaps`. */
export function tapTable(...sizes: Parameters<typeof tapIndex>): TapTable {
  const { tokens, taps, neighbour, reader } = tapIndex(...sizes);
  const upload = ({ token, flat }: TapIndex['reader']) => ({
    token: tf.tensor1d(token, 'int32'),
    flat: tf.tensor1d(flat, 'int32'),
  });
  return { tokens, taps, neighbour: upload(neighbour), reader: upload(reader) };
}

export function disposeTaps({ neighbour, reader }: TapTable): void {
  tf.dispose([neighbour.token, neighbour.flat, reader.token, reader.flat]);
}

/**
 * Every token beside its neighbours: y[b, n, t, :] = x[b, neighbour(n, t), :].
 * Gradient: dx[b, m, :] = sum_t dy[b, reader(m, t), t, :].
 * @param x [B, N, c]  @returns [B, N, k c]
 */
export function gatherTaps(x: tf.Tensor3D, table: TapTable): tf.Tensor3D {
  if (table.taps === 1) return x;
  const out = differentiable(x, (t) => ({
    value: spread(t as tf.Tensor3D, table, table.neighbour.token),
    saved: [],
    gradient: (dy) => collect(dy as tf.Tensor3D, table, table.reader.flat),
  }));
  return out as tf.Tensor3D;
}

/**
 * Every token sums what its neighbours hold for it: y[b, n, :] = sum_t x[b, neighbour(n, t), t, :].
 * Gradient: dx[b, m, t, :] = dy[b, reader(m, t), :].
 * @param x [B, N, k c]  @returns [B, N, c]
 */
export function sumTaps(x: tf.Tensor3D, table: TapTable): tf.Tensor3D {
  if (table.taps === 1) return x;
  const out = differentiable(x, (t) => ({
    value: collect(t as tf.Tensor3D, table, table.neighbour.flat),
    saved: [],
    gradient: (dy) => spread(dy as tf.Tensor3D, table, table.reader.token),
  }));
  return out as tf.Tensor3D;
}

/** x [B, N, c], index into tokens [N k] -> [B, N, k c]. */
function spread(x: tf.Tensor3D, table: TapTable, index: tf.Tensor1D): tf.Tensor3D {
  const { taps } = table;
  const [B, N, c] = x.shape;
  const done = fused('LoaaGatherTaps', { x, token: index }, { taps });
  return (done ?? tf.reshape(rowsOrZero(x, index), [B, N, taps * c])) as tf.Tensor3D;
}

/** x [B, N, k c], index into pairs [N k] -> the sum over taps, [B, N, c]. */
function collect(x: tf.Tensor3D, table: TapTable, index: tf.Tensor1D): tf.Tensor3D {
  const done = fused('LoaaSumTaps', { x, pair: index }, { taps: table.taps });
  if (done) return done as tf.Tensor3D;
  const [B, N, width] = x.shape;
  const c = width / table.taps;
  const rows = rowsOrZero(tf.reshape(x, [B, N * table.taps, c]), index);
  return tf.sum(tf.reshape(rows, [B, N, table.taps, c]), 2);
}

/** Rows of x [B, R, c] by index, where index R is a row of zeros: [B, I, c]. */
function rowsOrZero(x: tf.Tensor3D, index: tf.Tensor1D): tf.Tensor3D {
  const [B, , c] = x.shape;
  return tf.gather(tf.concat([x, tf.zeros<tf.Rank.R3>([B, 1, c])], 1), index, 1);
}
