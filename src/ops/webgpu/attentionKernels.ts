import type { FlatKernel } from './program';

export interface AttentionSizes {
  readonly B: number;
  readonly N: number;
  readonly heads: number;
  /** d / h, a multiple of four. */
  readonly each: number;
}

const common = ({ B, N, heads, each }: AttentionSizes) => ({
  items: B * heads * N,
  vec4: true,
  uniforms: { tokens: N, heads },
  floats: { scale: 1 / Math.sqrt(each) },
  constants: { Q: each / 4 },
});

/** Item -> image b, head h, token n; where head h of q, k, v of a token starts in qkv, and of a token in [B, N, d]. */
export const PLACES = /* wgsl */ `
  struct Place { b : i32, h : i32, n : i32 };
  fn placeOf(item : i32) -> Place {
    let n = item % uniforms.tokens;
    let bh = item / uniforms.tokens;
    return Place(bh / uniforms.heads, bh % uniforms.heads, n);
  }
  fn inPacked(p : Place, n : i32, which : i32) -> i32 {
    return ((p.b * uniforms.tokens + n) * 3 + which) * uniforms.heads * Q + p.h * Q;
  }
  fn inMerged(p : Place, n : i32) -> i32 { return (p.b * uniforms.tokens + n) * uniforms.heads * Q + p.h * Q; }
  fn score(q : ptr<function, array<vec4<f32>, Q>>, at : i32) -> f32 {
    var s = 0.0;
    for (var c = 0; c < Q; c = c + 1) { s = s + dot((*q)[c], qkv[at + c]); }
    return s * uniforms.scale;
  }`;

/** The item's own query in `q`, and a softmax over keys that has seen none yet. */
const OWN_QUERY = /* wgsl */ `let p = placeOf(item);
        var q : array<vec4<f32>, Q>;
        let own = inPacked(p, p.n, 0);
        for (var c = 0; c < Q; c = c + 1) { q[c] = qkv[own + c]; }
        var largest = -3.0e38;
        var weight = 0.0;`;

/**
 * O = softmax(Q K^T / sqrt(d/h)) V without ever holding the N x N matrix: an item is one query of one head, which passes
 * over the keys once, rescaling what it has summed whenever a larger score comes (Milakov and Gimelshein 2018).
 * Input qkv [B, N, 3 d]; result [B, N, d].
 */
export function attentionKernel(sizes: AttentionSizes): FlatKernel {
  const { B, N, heads, each } = sizes;
  return {
    ...common(sizes),
    name: 'attention',
    inputs: [{ name: 'qkv', vec4: true }],
    outShape: [B, N, heads * each],
    code: /* wgsl */ `${PLACES}
      fn body(item : i32) {
        ${OWN_QUERY}
        var sum : array<vec4<f32>, Q>;
        for (var j = 0; j < uniforms.tokens; j = j + 1) {
          let s = score(&q, inPacked(p, j, 1));
          let next = max(largest, s);
          let keep = exp(largest - next);
          let e = exp(s - next);
          let v = inPacked(p, j, 2);
          for (var c = 0; c < Q; c = c + 1) { sum[c] = sum[c] * keep + e * qkv[v + c]; }
          weight = weight * keep + e;
          largest = next;
        }
        let out = inMerged(p, p.n);
        for (var c = 0; c < Q; c = c + 1) { result[out + c] = sum[c] / weight; }
      }`,
  };
}

/**
 * What the gradient needs of every query: log-sum-exp of its scores, and dO . O. Inputs qkv [B, N, 3 d], o, dy [B, N, d];
 * result [B, h, N, 2].
 */
export function attentionStatisticsKernel(sizes: AttentionSizes): FlatKernel {
  const { B, N, heads } = sizes;
  return {
    ...common(sizes),
    vec4: false,
    name: 'attentionStatistics',
    inputs: [
      { name: 'qkv', vec4: true },
      { name: 'o', vec4: true },
      { name: 'dy', vec4: true },
    ],
    outShape: [B, heads, N, 2],
    code: /* wgsl */ `${PLACES}
      fn body(item : i32) {
        ${OWN_QUERY}
        for (var j = 0; j < uniforms.tokens; j = j + 1) {
          let s = score(&q, inPacked(p, j, 1));
          let next = max(largest, s);
          weight = weight * exp(largest - next) + exp(s - next);
          largest = next;
        }
        var along = 0.0;
        let merged = inMerged(p, p.n);
        for (var c = 0; c < Q; c = c + 1) { along = along + dot(o[merged + c], dy[merged + c]); }
        result[item * 2] = largest + log(weight);
        result[item * 2 + 1] = along;
      }`,
  };
}

/**
 * The gradient of packed projections, P recomputed from the statistics: an item is one token of one head, first as a query
 * (dQ = sum_j dS K), then as a key and value (dK = sum_i dS Q, dV = sum_i P dO), dS = P (dO V^T - dO . O).
 * Inputs qkv [B, N, 3 d], dy [B, N, d], statistics [B, h, N, 2]; result [B, N, 3 d].
 */
export function attentionGradientKernel(sizes: AttentionSizes): FlatKernel {
  const { B, N, heads, each } = sizes;
  return {
    ...common(sizes),
    name: 'attentionGradient',
    inputs: [{ name: 'qkv', vec4: true }, { name: 'dy', vec4: true }, { name: 'statistics' }],
    outShape: [B, N, 3 * heads * each],
    code: /* wgsl */ `${PLACES}
      fn body(item : i32) {
        let p = placeOf(item);
        let first = item - p.n;
        let ownQ = inPacked(p, p.n, 0);
        let ownK = inPacked(p, p.n, 1);
        let ownV = inPacked(p, p.n, 2);
        let ownO = inMerged(p, p.n);
        var q : array<vec4<f32>, Q>;
        var k : array<vec4<f32>, Q>;
        var v : array<vec4<f32>, Q>;
        var g : array<vec4<f32>, Q>;
        var dq : array<vec4<f32>, Q>;
        var dk : array<vec4<f32>, Q>;
        var dv : array<vec4<f32>, Q>;
        for (var c = 0; c < Q; c = c + 1) {
          q[c] = qkv[ownQ + c];
          k[c] = qkv[ownK + c];
          v[c] = qkv[ownV + c];
          g[c] = dy[ownO + c];
        }
        let lse = statistics[item * 2];
        let along = statistics[item * 2 + 1];
        for (var j = 0; j < uniforms.tokens; j = j + 1) {
          let otherQ = inPacked(p, j, 0);
          let otherK = inPacked(p, j, 1);
          let otherV = inPacked(p, j, 2);
          let otherO = inMerged(p, j);
          var asQuery = 0.0;
          for (var c = 0; c < Q; c = c + 1) { asQuery = asQuery + dot(g[c], qkv[otherV + c]); }
          let toOther = exp(score(&q, otherK) - lse) * (asQuery - along) * uniforms.scale;
          var asValue = 0.0;
          for (var c = 0; c < Q; c = c + 1) { asValue = asValue + dot(dy[otherO + c], v[c]); }
          let chance = exp(score(&k, otherQ) - statistics[(first + j) * 2]);
          let fromOther = chance * (asValue - statistics[(first + j) * 2 + 1]) * uniforms.scale;
          for (var c = 0; c < Q; c = c + 1) {
            dq[c] = dq[c] + toOther * qkv[otherK + c];
            dk[c] = dk[c] + fromOther * qkv[otherQ + c];
            dv[c] = dv[c] + chance * dy[otherO + c];
          }
        }
        for (var c = 0; c < Q; c = c + 1) {
          result[ownQ + c] = dq[c];
          result[ownK + c] = dk[c];
          result[ownV + c] = dv[c];
        }
      }`,
  };
}
