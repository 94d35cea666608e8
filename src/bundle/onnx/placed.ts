import { adapterName, extentOf, type Placement } from '../../model/adapters';
import type { Projection } from '../../model/lora';
import { toEngine } from '../../model/lookAside';
import { kernelsOf, type MethodName } from '../../model/methods';
import { convpassName, houlsbyName, loraName, prefixName, promptName } from '../../model/places';
import type { LoraTarget } from '../../model/settings';
import { tapIndex } from '../../ops/taps';
import type { Weight } from '../../weights/types';
import { forEveryClip, type Graph } from './graph';
import type { OnnxSubject } from './subject';

/** One transformer layer on its way into the graph. */
export interface Layer {
  readonly g: Graph;
  readonly i: number;
  readonly subject: OnnxSubject;
  readonly weights: (name: string) => Weight | undefined;
  /** N, without prompts. */
  readonly tokens: number;
}

interface Tokens {
  readonly rows: string;
  readonly n: number;
}

/** As `Wiring` of model/wirings.ts, of rows: where a method's parameters meet a layer. */
interface Placed {
  readonly enter: (l: Layer, x: Tokens) => Tokens;
  readonly change: (l: Layer, part: Projection, x: string) => string | null;
  readonly attend: (l: Layer, x: Tokens) => { readonly qkv: string; readonly n: number };
  readonly beside: (l: Layer, place: Placement, h: string) => string | null;
  readonly after: (l: Layer, place: Placement, y: string) => string;
}

const PLAIN: Placed = {
  enter: (_l, x) => x,
  change: () => null,
  attend: (_l, { rows, n }) => ({ qkv: rows, n }),
  beside: () => null,
  after: (_l, _place, y) => y,
};

/** What each method adds to a layer. */
export const PLACED: Readonly<Record<MethodName, Placed>> = {
  loaa: { ...PLAIN, beside: lookAside },
  'linear-probe': PLAIN,
  full: PLAIN,
  'houlsby-parallel': { ...PLAIN, beside: houlsby },
  'houlsby-sequential': {
    ...PLAIN,
    after(l, place, y) {
      const correction = houlsby(l, place, y);
      return correction === null ? y : l.g.node('Add', [y, correction]);
    },
  },
  lora: { ...PLAIN, change: lora },
  convpass: { ...PLAIN, beside: convpass },
  prompt: { ...PLAIN, enter: prompts },
  prefix: { ...PLAIN, attend: prefix },
  bitfit: PLAIN,
};

/** Rows [B N, c] and, of the last, zeros, by index: [B, I, c]. `per` rows a token. */
function rowsOrZero({ g, tokens }: Layer, rows: string, per: number, c: number, index: Int32Array): string {
  const all = g.node('Pad', [g.reshape(rows, [-1, tokens * per, c]), g.numbers([0, 0, 0, 0, 1, 0])]);
  return g.node('Gather', [all, g.numbers([...index])], { axis: 1 });
}

/** The r channels of all neighbours side by side: rows [B N, r] -> [B N, k r]. */
function neighbours(l: Layer, place: Placement, rows: string, r: number): string {
  const { taps, neighbour } = tapsOf(l, place);
  return l.g.reshape(rowsOrZero(l, rows, 1, r, neighbour.token), [-1, taps * r]);
}

function tapsOf({ subject: { settings, grid, backbone } }: Layer, place: Placement) {
  const spec = kernelsOf(settings)[place];
  if (!spec) throw new Error(`No kernel beside ${place}.`);
  return tapIndex(grid, extentOf(spec), backbone.prefixTokens);
}

/** As model/lookAside.ts: products, and rows moved between tokens by the same tables. */
function lookAside(l: Layer, place: Placement, h: string): string | null {
  const { g, i, weights } = l;
  const [down, up] = [weights(adapterName(i, place, 'down')), weights(adapterName(i, place, 'up'))];
  if (!down || !up) return null;
  const [r = 0] = down.shape;
  const { taps, neighbour } = tapsOf(l, place);
  const perTap = g.product(h, g.weight(toEngine('down', down))); // [B N, k r]
  const near = rowsOrZero(l, perTap, taps, r, neighbour.flat);
  const summed = g.node('ReduceSum', [g.reshape(near, [-1, taps, r]), g.numbers([1])], { keepdims: 0 });
  const z = g.node('Gelu', [summed]);
  return g.node('MatMul', [neighbours(l, place, z, r), g.weight(toEngine('up', up))]);
}

/** x W^T and, where it has one, + b. */
function linear({ g, weights }: Layer, name: string, x: string): string {
  const [weight, bias] = [weights(`${name}.weight`), weights(`${name}.bias`)];
  if (!weight) throw new Error(`There is no ${name}.`);
  return g.product(x, g.weight(weight), bias && g.weight(bias));
}

function houlsby(l: Layer, place: Placement, x: string): string | null {
  const name = (part: 'down' | 'up') => houlsbyName(l.i, place, part);
  if (!l.weights(`${name('down')}.weight`)) return null;
  return linear(l, name('up'), l.g.node('Gelu', [linear(l, name('down'), x)]));
}

/** As model/convpass.ts. */
function convpass(l: Layer, place: Placement, h: string): string | null {
  const { g, weights } = l;
  const name = (part: 'down' | 'conv' | 'up') => convpassName(l.i, place, part);
  const [conv, bias] = [weights(`${name('conv')}.weight`), weights(`${name('conv')}.bias`)];
  if (!conv || !bias) return null;
  const quick = (x: string) => g.node('Mul', [x, g.node('Sigmoid', [g.node('Mul', [x, g.scalar(QUICK_GELU)])])]);
  const z = quick(linear(l, name('down'), h));
  const beside = neighbours(l, place, z, conv.shape[0] ?? 0);
  const mixed = g.node('Add', [g.node('MatMul', [beside, g.weight(toEngine('up', conv))]), g.weight(bias)]);
  const out = linear(l, name('up'), quick(mixed));
  return g.node('Mul', [out, g.scalar(l.subject.settings.convpass.scale)]);
}

/** x sigmoid(1.702 x). Source: as ops/quickGelu.ts. */
const QUICK_GELU = 1.702;

/** As model/lora.ts: of the packed projection side by side, with zeros where a third has none. */
function lora(l: Layer, part: Projection, x: string): string | null {
  if (part !== 'qkv') return loraChange(l, part, x);
  const { g, subject } = l;
  const changes = (['q', 'k', 'v'] as const).map((target) => loraChange(l, target, x));
  if (changes.every((change) => change === null)) return null;
  const d = subject.backbone.dim;
  const none = () => g.node('Mul', [g.slice(x, 1, 0, d), g.scalar(0)]);
  return g.node(
    'Concat',
    changes.map((change) => change ?? none()),
    { axis: 1 },
  );
}

function loraChange({ g, i, weights, subject }: Layer, target: LoraTarget, x: string): string | null {
  const [a, b] = [weights(loraName(i, target, 'A')), weights(loraName(i, target, 'B'))];
  if (!a || !b) return null;
  const { alpha, rank } = subject.settings.lora;
  return g.product(g.node('Mul', [g.product(x, g.weight(a)), g.scalar(alpha / rank)]), g.weight(b));
}

/** As model/prompts.ts: the layer's prompts behind the clip's tokens, in place of the last layer's. */
function prompts({ g, i, weights, tokens, subject }: Layer, x: Tokens): Tokens {
  const own = weights(promptName(i));
  if (!own) return x;
  const [, P = 0, d = subject.backbone.dim] = own.shape;
  const all = g.reshape(x.rows, [-1, x.n, d]);
  const first = x.n === tokens ? all : g.slice(all, 1, 0, tokens);
  const joined = g.node('Concat', [first, forEveryClip(g, g.weight(own), [P, d])], { axis: 1 });
  return { rows: g.reshape(joined, [-1, d]), n: tokens + P };
}

/** As model/prefix.ts: rows [0 | K | V] behind the packed projections. */
function prefix({ g, i, weights, subject }: Layer, { rows, n }: Tokens): { qkv: string; n: number } {
  const [key, value] = [weights(prefixName(i, 'key')), weights(prefixName(i, 'value'))];
  if (!key || !value) return { qkv: rows, n };
  const [P = 0] = key.shape;
  const d = subject.backbone.dim;
  const behind = new Float32Array(P * 3 * d);
  for (let p = 0; p < P; p++) {
    behind.set(key.data.subarray(p * d, (p + 1) * d), (3 * p + 1) * d);
    behind.set(value.data.subarray(p * d, (p + 1) * d), (3 * p + 2) * d);
  }
  const learnt = forEveryClip(g, g.weight({ shape: [1, P, 3 * d], data: behind }), [P, 3 * d]);
  return { qkv: g.node('Concat', [g.reshape(rows, [-1, n, 3 * d]), learnt], { axis: 1 }), n: n + P };
}
