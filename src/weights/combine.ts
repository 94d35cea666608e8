import type { Combine } from './namingPlan';
import type { BackboneConfig, Weight } from './types';

type Parts = readonly [Weight, ...Weight[]];

/**
 * How the tensors of a file become one of ours. Files that are time-major (kernel [d, 1, q, p], tokens w F + f) are turned
 * to our frequency-major order here, once: attention does not mind the order of tokens, so the outputs are the same.
 */
export const COMBINE: Readonly<Record<Exclude<Combine, 'mark'>, (parts: Parts, config: BackboneConfig) => Weight>> = {
  copy: ([part]) => part,
  concat: stackRows,
  sumColours: ([kernel]) => sumColours(kernel),
  timeFirstPatch: ([kernel]) => frequencyFirst(sumColours(kernel)),
  // Unfold's rows are (time, frequency): a flattened kernel [d, 1, q, p].
  unfoldedPatch: ([{ shape, data }], { patch: [p, q] }) => frequencyFirst({ shape: [shape[0] ?? 0, 1, q, p], data }),
  timeFirstPositions: ([pos], config) => frequencyFirstTokens(pos, config.prefixTokens, config.positionGrid),
  ones: ([{ shape, data }]) => ({ shape, data: new Float32Array(data.length).fill(1) }),
  zeros: ([{ shape, data }]) => ({ shape, data: new Float32Array(data.length) }),
};

/** Stacks along the first axis: query, key, value [d, d] each -> [3d, d]. */
export function stackRows(parts: Parts): Weight {
  const rows = parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { shape: [rows, ...parts[0].shape.slice(1)], data };
}

/**
 * Sums a patch kernel over its input channels, [d, c, p, q] -> [d, 1, p, q], in float32 from the first channel to the last,
 * as PyTorch's `weight.sum(1, keepdim=True)` does.
 * Source: YuanGongND/ast, src/models/ast_models.py.
 */
export function sumColours({ shape, data }: Weight): Weight {
  const [d = 0, channels = 1, height = 0, width = 0] = shape;
  if (channels === 1) return { shape, data };
  const area = height * width;
  const out = new Float32Array(d * area);
  for (let o = 0; o < d; o++) {
    for (let c = 0; c < channels; c++) {
      const from = (o * channels + c) * area;
      for (let i = 0; i < area; i++) out[o * area + i] = (out[o * area + i] as number) + (data[from + i] as number);
    }
  }
  return { shape: [d, 1, height, width], data: out };
}

/** A kernel over [time, frequency] as one over [frequency, time]: [d, 1, q, p] -> [d, 1, p, q]. */
export function frequencyFirst({ shape, data }: Weight): Weight {
  const [d = 0, , q = 0, p = 0] = shape;
  const out = new Float32Array(data.length);
  for (let o = 0; o < d; o++) {
    for (let t = 0; t < q; t++) {
      for (let f = 0; f < p; f++) out[(o * p + f) * q + t] = data[(o * q + t) * p + f] as number;
    }
  }
  return { shape: [d, 1, p, q], data: out };
}

/** Positions of a time-major sequence in frequency-major order: row S + w F + f of [1, S + F W, d] -> row S + f W + w. */
export function frequencyFirstTokens(pos: Weight, prefix: number, [F, W]: readonly [number, number]): Weight {
  const d = pos.shape[2] ?? 0;
  const data = new Float32Array(pos.data.length);
  data.set(pos.data.subarray(0, prefix * d));
  for (let f = 0; f < F; f++) {
    for (let w = 0; w < W; w++) {
      const from = (prefix + w * F + f) * d;
      data.set(pos.data.subarray(from, from + d), (prefix + f * W + w) * d);
    }
  }
  return { shape: pos.shape, data };
}
