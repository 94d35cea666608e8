import { PLACES, type AttentionSizes } from '../../ops/webgpu/attentionKernels';
import type { FlatKernel } from '../../ops/webgpu/program';
import { attendedSize } from '../sizes';

const common = ({ B, N, heads, each }: AttentionSizes) => ({
  vec4: true,
  uniforms: { tokens: N, heads, behind: (B * N * heads * each) / 4, queries: B * heads * N },
  floats: { scale: 1 / Math.sqrt(each) },
  constants: { Q: each / 4 },
});

/**
 * O = softmax(Q K^T / sqrt(d/h)) V without ever holding the N x N matrix: an item is one query of one head, which passes
 * over the keys once, rescaling what it has summed whenever a larger score comes (Milakov and Gimelshein 2018). Behind O
 * stands the log-sum-exp of each query's scores, the first of a vec4, in the order [B, h, N].
 * Input qkv [B, N, 3 d].
 */
export function attentionKernel(sizes: AttentionSizes): FlatKernel {
  return {
    ...common(sizes),
    name: 'fusedAttention',
    items: sizes.B * sizes.heads * sizes.N,
    inputs: [{ name: 'qkv', vec4: true }],
    outShape: [attendedSize(sizes)],
    code: /* wgsl */ `${PLACES}
      fn body(item : i32) {
        let p = placeOf(item);
        var q : array<vec4<f32>, Q>;
        var sum : array<vec4<f32>, Q>;
        let own = inPacked(p, p.n, 0);
        for (var c = 0; c < Q; c = c + 1) { q[c] = qkv[own + c]; }
        var largest = -3.0e38;
        var weight = 0.0;
        for (var j = 0; j < uniforms.tokens; j = j + 1) {
          let s = score(&q, inPacked(p, j, 1));
          if (s > largest) {
            let keep = exp(largest - s);
            weight = weight * keep;
            for (var c = 0; c < Q; c = c + 1) { sum[c] = sum[c] * keep; }
            largest = s;
          }
          let e = exp(s - largest);
          let v = inPacked(p, j, 2);
          for (var c = 0; c < Q; c = c + 1) { sum[c] = sum[c] + e * qkv[v + c]; }
          weight = weight + e;
        }
        let out = inMerged(p, p.n);
        for (var c = 0; c < Q; c = c + 1) { result[out + c] = sum[c] / weight; }
        result[uniforms.behind + item] = vec4<f32>(largest + log(weight), 0.0, 0.0, 0.0);
      }`,
  };
}

/**
 * The gradient of packed projections, P recomputed from the log-sum-exp. The first B h N items are queries,
 * dQ = sum_j dS K; the others are keys with their values, dK = sum_i dS Q, dV = sum_i P dO; dS = P (dO V^T - dO . O).
 * Inputs qkv [B, N, 3 d], attended (see `attentionKernel`), dy [B, N, d]; result [B, N, 3 d].
 */
export function attentionGradientKernel(sizes: AttentionSizes): FlatKernel {
  const { B, N, heads, each } = sizes;
  return {
    ...common(sizes),
    name: 'fusedAttentionGradient',
    items: 2 * B * heads * N,
    inputs: [
      { name: 'qkv', vec4: true },
      { name: 'attended', vec4: true },
      { name: 'dy', vec4: true },
    ],
    outShape: [B * N * 3 * heads * each],
    code: /* wgsl */ `${PLACES}
      fn asQuery(item : i32) {
        let p = placeOf(item);
        let own = inPacked(p, p.n, 0);
        let merged = inMerged(p, p.n);
        var q : array<vec4<f32>, Q>;
        var g : array<vec4<f32>, Q>;
        var dq : array<vec4<f32>, Q>;
        var along = 0.0;
        for (var c = 0; c < Q; c = c + 1) {
          q[c] = qkv[own + c];
          g[c] = dy[merged + c];
          along = along + dot(g[c], attended[merged + c]);
        }
        let lse = attended[uniforms.behind + item].x;
        for (var j = 0; j < uniforms.tokens; j = j + 1) {
          let k = inPacked(p, j, 1);
          let v = inPacked(p, j, 2);
          var change = 0.0;
          for (var c = 0; c < Q; c = c + 1) { change = change + dot(g[c], qkv[v + c]); }
          let ds = exp(score(&q, k) - lse) * (change - along) * uniforms.scale;
          for (var c = 0; c < Q; c = c + 1) { dq[c] = dq[c] + ds * qkv[k + c]; }
        }
        for (var c = 0; c < Q; c = c + 1) { result[own + c] = dq[c]; }
      }
      fn asKey(item : i32) {
        let p = placeOf(item);
        let first = item - p.n;
        let ownK = inPacked(p, p.n, 1);
        let ownV = inPacked(p, p.n, 2);
        var k : array<vec4<f32>, Q>;
        var v : array<vec4<f32>, Q>;
        var dk : array<vec4<f32>, Q>;
        var dv : array<vec4<f32>, Q>;
        for (var c = 0; c < Q; c = c + 1) {
          k[c] = qkv[ownK + c];
          v[c] = qkv[ownV + c];
        }
        for (var j = 0; j < uniforms.tokens; j = j + 1) {
          let q = inPacked(p, j, 0);
          let merged = inMerged(p, j);
          let chance = exp(score(&k, q) - attended[uniforms.behind + first + j].x);
          var change = 0.0;
          for (var c = 0; c < Q; c = c + 1) {
            change = change + dot(dy[merged + c], v[c] - attended[merged + c]);
          }
          let ds = chance * change * uniforms.scale;
          for (var c = 0; c < Q; c = c + 1) {
            dk[c] = dk[c] + ds * qkv[q + c];
            dv[c] = dv[c] + chance * dy[merged + c];
          }
        }
        for (var c = 0; c < Q; c = c + 1) {
          result[ownK + c] = dk[c];
          result[ownV + c] = dv[c];
        }
      }
      fn body(item : i32) {
        if (item < uniforms.queries) { asQuery(item); } else { asKey(item - uniforms.queries); }
      }`,
  };
}
