import { lax, nn, numpy as np, type Array as JaxArray } from '@jax-js/jax';
import { extentOf, type AdapterPlan, type AdapterSpec, type Placement } from '../model/adapters';
import { HEAD_EPS } from '../model/ast';
import type { BackboneConfig } from '../weights/types';

/** Parameters by canonical name: PyTorch's layout, the adapters' convolutions as [k r, d]. */
export type Named = Record<string, JaxArray>;

export interface JaxSizes extends Pick<
  BackboneConfig,
  'dim' | 'depth' | 'heads' | 'patch' | 'prefixTokens' | 'blockEps'
> {
  readonly batch: number;
  /** F x W, without overlap. */
  readonly grid: readonly [number, number];
  readonly adapters: AdapterPlan;
}

/**
 * Logits [B, C] of spectrograms x [B, T, M], as model/ast.ts has them. jax-js counts references: a function takes its
 * arguments, `.ref` keeps one for later. Takes `x` and every parameter.
 */
export function jaxForward(sizes: JaxSizes, parameters: Named, x: JaxArray): JaxArray {
  const p = (name: string): JaxArray => {
    const found = parameters[name];
    if (!found) throw new Error(`There is no ${name}.`);
    return found.ref;
  };
  let tokens = embed(sizes, p, x);
  for (let i = 0; i < sizes.depth; i++) tokens = block(sizes, p, i, tokens);
  const prefix = tokens.slice([], [0, sizes.prefixTokens]);
  const pooled = np.mean(norm(p, 'norm', prefix, sizes.blockEps), 1);
  const logits = linear(p, 'head', norm(p, 'head_norm', pooled, HEAD_EPS));
  for (const parameter of Object.values(parameters)) parameter.dispose();
  return logits;
}

type Parameter = (name: string) => JaxArray;

/** x W^T + b, x [.., i], W [o, i]. */
function linear(p: Parameter, name: string, x: JaxArray): JaxArray {
  return product(x, p(`${name}.weight`)).add(p(`${name}.bias`));
}

function product(x: JaxArray, weight: JaxArray): JaxArray {
  return lax.dot(x, weight, { lhsContractingDims: [x.ndim - 1], rhsContractingDims: [1] });
}

function norm(p: Parameter, name: string, x: JaxArray, epsilon: number): JaxArray {
  return nn
    .standardize(x, -1, { epsilon })
    .mul(p(`${name}.weight`))
    .add(p(`${name}.bias`));
}

function embed(
  { batch, grid: [F, W], patch: [f, t], dim, prefixTokens }: JaxSizes,
  p: Parameter,
  x: JaxArray,
): JaxArray {
  const cut = np.transpose(x.reshape([batch, W, t, F, f]), [0, 3, 1, 4, 2]).reshape([batch, F * W, f * t]);
  const tokens = product(cut, p('patch.weight').reshape([dim, f * t])).add(p('patch.bias'));
  const front = np.broadcastTo(np.concatenate([p('cls'), p('dist')], 1), [batch, prefixTokens, dim]);
  return np.concatenate([front, tokens], 1).add(p('pos'));
}

function block(sizes: JaxSizes, p: Parameter, i: number, x: JaxArray): JaxArray {
  const name = (part: string) => `blocks.${i}.${part}`;
  const h = norm(p, name('norm1'), x.ref, sizes.blockEps);
  const attended = linear(p, name('proj'), attention(sizes, linear(p, name('qkv'), h.ref)));
  const y = x.add(attended).add(lookAside(sizes, p, i, 'attn', h));
  const g = norm(p, name('norm2'), y.ref, sizes.blockEps);
  const wide = nn.gelu(linear(p, name('fc1'), g.ref), { approximate: false });
  return y.add(linear(p, name('fc2'), wide)).add(lookAside(sizes, p, i, 'ffn', g));
}

function attention({ batch, heads, dim }: JaxSizes, qkv: JaxArray): JaxArray {
  const tokens = qkv.shape[1] ?? 0;
  const apart = qkv.reshape([batch, tokens, 3, heads, dim / heads]);
  const [q, k] = [apart.ref.slice([], [], 0), apart.ref.slice([], [], 1)];
  return nn.dotProductAttention(q, k, apart.slice([], [], 2)).reshape([batch, tokens, dim]);
}

/** The adapter at a placement, as model/lookAside.ts has it. Takes h [B, N, d]. */
function lookAside(sizes: JaxSizes, p: Parameter, i: number, place: Placement, h: JaxArray): JaxArray {
  const spec = sizes.adapters[place];
  if (!spec) throw new Error(`No adapter beside ${place}.`);
  const name = `blocks.${i}.${place}_adapter`;
  const perTap = product(h, p(`${name}.down.weight`));
  const z = nn.gelu(summed(neighbours(sizes, spec, perTap)), { approximate: false });
  const taps = extentOf(spec)[0] * extentOf(spec)[1];
  const beside = np.concatenate(
    neighbours(
      sizes,
      spec,
      np.concatenate(
        Array.from({ length: taps }, () => z.ref),
        2,
      ),
    ),
    2,
  );
  z.dispose();
  return np.matmul(beside, p(`${name}.up.weight`));
}

const summed = ([first, ...others]: readonly JaxArray[]): JaxArray => {
  if (!first) throw new Error('No taps.');
  return others.reduce((sum, one) => sum.add(one), first);
};

/**
 * For each tap t of a kernel along one axis, what token n sees there: x[b, n + t - centre, t r ...], zero beyond the grid;
 * a prefix token sees itself through the centre. Takes x [B, N, k r]; k arrays [B, N, r].
 */
function neighbours(sizes: JaxSizes, spec: AdapterSpec, x: JaxArray): JaxArray[] {
  const { batch, prefixTokens: S, grid } = sizes;
  const [kf, kt] = extentOf(spec);
  const taps = kf * kt;
  const r = spec.bottleneck;
  const axis = kf > 1 ? 1 : 2;
  const size = grid[axis - 1] ?? 0;
  const out = Array.from({ length: taps }, (_, t) => {
    const shift = t - (taps - 1) / 2;
    const own = x.ref.slice([], [], [t * r, (t + 1) * r]);
    if (shift === 0) return own;
    const around: [number, number][] = [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ];
    around[axis] = [Math.max(0, -shift), Math.max(0, shift)];
    const padded = np.pad(own.slice([], [S]).reshape([batch, ...grid, r]), around);
    const [from, to] = [Math.max(0, shift), Math.max(0, shift) + size];
    const moved = axis === 1 ? padded.slice([], [from, to]) : padded.slice([], [], [from, to]);
    return np.concatenate([np.zeros([batch, S, r]), moved.reshape([batch, -1, r])], 1);
  });
  x.dispose();
  return out;
}
