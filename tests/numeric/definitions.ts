/**
 * The definitions of the model's operations, written out in float64 with plain loops: what the tfjs versions are held
 * against. Arrays are row major; reading outside of one gives NaN, which no comparison lets pass.
 */
type Numbers = ArrayLike<number>;

const read = (x: Numbers, i: number): number => x[i] ?? NaN;

/** y = x W^T + b: x [R, i], w [o, i], b [o] -> [R, o]. */
export function linear(x: Numbers, w: Numbers, b: Numbers | null, inner: number): Float64Array {
  const rows = x.length / inner;
  const out = w.length / inner;
  return Float64Array.from({ length: rows * out }, (_, at) => {
    const [row, o] = [Math.floor(at / out), at % out];
    let sum = b ? read(b, o) : 0;
    for (let i = 0; i < inner; i++) sum += read(x, row * inner + i) * read(w, o * inner + i);
    return sum;
  });
}

/** erf(x) = 2 / sqrt(pi) exp(-x^2) sum_n 2^n x^(2n+1) / (2n+1)!!, all terms of one sign. */
export function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

export function gelu(x: Numbers): Float64Array {
  return Float64Array.from(x, (value) => (value * (1 + erf(value / Math.SQRT2))) / 2);
}

/** LayerNorm over the last axis, of size d. */
export function layerNorm(x: Numbers, g: Numbers, b: Numbers, eps: number): Float64Array {
  const d = g.length;
  const out = new Float64Array(x.length);
  for (let at = 0; at < x.length; at += d) {
    let mean = 0;
    for (let i = 0; i < d; i++) mean += read(x, at + i) / d;
    let variance = 0;
    for (let i = 0; i < d; i++) variance += (read(x, at + i) - mean) ** 2 / d;
    for (let i = 0; i < d; i++) {
      out[at + i] = ((read(x, at + i) - mean) / Math.sqrt(variance + eps)) * read(g, i) + read(b, i);
    }
  }
  return out;
}

/** Softmax attention of packed projections [B, N, 3 d]: output [B, N, d] and probabilities [B, h, N, N]. */
export function attention(
  qkv: Numbers,
  [B, N, d]: readonly [number, number, number],
  heads: number,
): { out: Float64Array; probabilities: Float64Array } {
  const each = d / heads;
  const probabilities = new Float64Array(B * heads * N * N);
  const out = new Float64Array(B * N * d);
  /** Channel c of head h of token n's query (0), key (1) or value (2). */
  const part = (b: number, n: number, which: number, h: number, c: number) =>
    read(qkv, (b * N + n) * 3 * d + which * d + h * each + c);
  for (let b = 0; b < B; b++) {
    for (let h = 0; h < heads; h++) {
      for (let n = 0; n < N; n++) {
        const scores = Array.from({ length: N }, (_, m) => {
          let dot = 0;
          for (let c = 0; c < each; c++) dot += part(b, n, 0, h, c) * part(b, m, 1, h, c);
          return dot / Math.sqrt(each);
        });
        const exps = scores.map((score) => Math.exp(score - Math.max(...scores)));
        const total = exps.reduce((a, e) => a + e, 0);
        exps.forEach((e, m) => {
          probabilities[((b * heads + h) * N + n) * N + m] = e / total;
          for (let c = 0; c < each; c++) {
            const at = (b * N + n) * d + h * each + c;
            out[at] = read(out, at) + (e / total) * part(b, m, 2, h, c);
          }
        });
      }
    }
  }
  return { out, probabilities };
}

/** One image of a convolution: [H, W, C] -> [H, W, O] with kernels [O, C, kf, kt] and zero padding k // 2, no bias. */
export function convolve(
  x: Numbers,
  [H, W, C]: readonly [number, number, number],
  kernel: Numbers,
  [kf, kt]: readonly [number, number],
): Float64Array {
  const O = kernel.length / (C * kf * kt);
  const out = new Float64Array(H * W * O);
  for (let f = 0; f < H; f++) {
    for (let w = 0; w < W; w++) {
      for (let o = 0; o < O; o++) {
        let sum = 0;
        for (let i = 0; i < kf; i++) {
          for (let j = 0; j < kt; j++) {
            const [y, z] = [f + i - (kf - 1) / 2, w + j - (kt - 1) / 2];
            if (y < 0 || y >= H || z < 0 || z >= W) continue;
            for (let c = 0; c < C; c++) {
              sum += read(x, (y * W + z) * C + c) * read(kernel, ((o * C + c) * kf + i) * kt + j);
            }
          }
        }
        out[(f * W + w) * O + o] = sum;
      }
    }
  }
  return out;
}

/**
 * The Look-Aside Adapter of reference/loaa_reference.py: every prefix token a 1 x 1 image of its own, the patch tokens one
 * F x W image; down, GELU, up. h [B, N, d], down [r, d, kf, kt], up [d, r, kf, kt] -> [B, N, d].
 */
export function lookAside(
  h: Numbers,
  down: Numbers,
  up: Numbers,
  {
    d,
    grid,
    prefix,
    extent,
  }: { d: number; grid: readonly [number, number]; prefix: number; extent: readonly [number, number] },
): Float64Array {
  const [F, W] = grid;
  const N = prefix + F * W;
  const r = down.length / (d * extent[0] * extent[1]);
  const out = new Float64Array(h.length);
  const image = (from: number, height: number, width: number) => {
    const own = Float64Array.from({ length: height * width * d }, (_, i) => read(h, from + i));
    const narrow = gelu(convolve(own, [height, width, d], down, extent));
    out.set(convolve(narrow, [height, width, r], up, extent), from);
  };
  for (let at = 0; at < h.length; at += N * d) {
    for (let n = 0; n < prefix; n++) image(at + n * d, 1, 1);
    image(at + prefix * d, F, W);
  }
  return out;
}

const logSumExp = (row: readonly number[]): number => {
  const top = Math.max(...row);
  return top + Math.log(row.reduce((sum, z) => sum + Math.exp(z - top), 0));
};

/** Mean over B of -sum_c y log softmax(z). */
export function crossEntropy(logits: Numbers, targets: Numbers, classes: number): number {
  const B = logits.length / classes;
  let sum = 0;
  for (let b = 0; b < B; b++) {
    const row = Array.from({ length: classes }, (_, c) => read(logits, b * classes + c));
    row.forEach((z, c) => (sum -= read(targets, b * classes + c) * (z - logSumExp(row))));
  }
  return sum / B;
}

/** Mean over all entries of -y log s - (1 - y) log (1 - s), s = 1 / (1 + exp(-z)). */
export function binaryCrossEntropy(logits: Numbers, targets: Numbers): number {
  const softplus = (z: number) => logSumExp([0, z]);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    const [z, y] = [read(logits, i), read(targets, i)];
    sum += y * softplus(-z) + (1 - y) * softplus(z);
  }
  return sum / logits.length;
}
