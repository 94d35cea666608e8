import { PLACEMENTS, taps, type AdapterSpec } from '../model/adapters';
import type { MethodName, MethodSettings } from '../model/methods';
import { chosenTargets, isChosen, type LoraTarget } from '../model/settings';
import type { RunSizes } from './runSizes';

/** Values per clip, as multiples of N d, of N times the FFN's width, of h N^2, and of N. N counts prompts and prefixes too. */
export interface Cost {
  readonly tokens: number;
  readonly mlp: number;
  readonly scores: number;
  readonly rows: number;
}

const NOTHING: Cost = { tokens: 0, mlp: 0, scores: 0, rows: 0 };

/** Which operations a backend has: compositions of tfjs' own, or kernels of ours that keep less (see ops/fused.ts). */
export type Ops = 'composed' | 'kernels';

/**
 * What tfjs' tape holds of one frozen layer when its backward pass ends: every activation, and the gradient of every one.
 * The counts follow from the operations of `block`, and were measured one by one; the tests hold them to what is allocated.
 */
const TAPE: Readonly<Record<Ops, Cost>> = {
  composed: { tokens: 42, mlp: 11, scores: 6, rows: 8 },
  kernels: { tokens: 20, mlp: 4, scores: 0, rows: 0 },
};

/** What a layer holds more where a head is no whole number of four values, which the attention kernel wants. */
const COMPOSED_ATTENTION: Cost = { tokens: 8, mlp: 0, scores: 6, rows: 8 };

/** What one layer holds at its most while it runs forwards outside a tape: in its attention, or in its FFN. */
const AHEAD: Readonly<Record<Ops, readonly Cost[]>> = {
  composed: [
    { tokens: 11, mlp: 0, scores: 5, rows: 4 },
    { tokens: 10, mlp: 5, scores: 0, rows: 4 },
  ],
  kernels: [{ tokens: 11, mlp: 2, scores: 0, rows: 0 }],
};

/** What a method adds to `AHEAD`. */
const AHEAD_METHOD: Cost = { tokens: 5, mlp: 0, scores: 0, rows: 0 };

/** Per channel of a bottleneck: the rows of an adapter with k taps. */
const CHANNEL: Readonly<Record<Ops, (k: number) => number>> = {
  composed: (k) => (k === 1 ? 11 : 6 * k + 11),
  kernels: (k) => (k === 1 ? 4 : 4 * k + 3),
};

const sum = (costs: readonly Cost[]): Cost =>
  costs.reduce(
    (a, b) => ({
      tokens: a.tokens + b.tokens,
      mlp: a.mlp + b.mlp,
      scores: a.scores + b.scores,
      rows: a.rows + b.rows,
    }),
    NOTHING,
  );

const tokens = (count: number, rows = 0): Cost => ({ ...NOTHING, tokens: count, rows });

const adapters = ({ adapters: plan }: MethodSettings, of: (spec: AdapterSpec) => Cost): Cost =>
  sum(PLACEMENTS.flatMap((place) => (plan[place] ? [of(plan[place])] : [])));

/** What a method adds to the tape of a layer that it is in. */
const METHOD: Readonly<Record<MethodName, (settings: MethodSettings, ops: Ops) => Cost>> = {
  'linear-probe': () => NOTHING,
  loaa: (settings, ops) => adapters(settings, (spec) => tokens(4, spec.bottleneck * CHANNEL[ops](taps(spec)))),
  'houlsby-parallel': houlsby,
  'houlsby-sequential': houlsby,
  lora(settings, ops) {
    const { rank, alpha } = settings.lora;
    const targets = chosenTargets(settings);
    const packed = targets.filter(isPacked).length;
    const wide = (['fc1', 'fc2'] as const).filter((target) => targets.includes(target)).length;
    return sum([
      tokens(
        packed > 0 ? packed + (ops === 'composed' ? 10 : 13) : 0,
        targets.length * rank * (alpha === rank ? 2 : 4),
      ),
      tokens(targets.includes('proj') ? 4 : 0),
      { ...tokens(2 * wide), mlp: 2 * wide },
    ]);
  },
  convpass({ convpass: { bottleneck, scale } }, ops) {
    return tokens(2 * (scale === 1 ? 5 : 7), 2 * bottleneck * (ops === 'composed' ? 52 : 34));
  },
  prompt: () => tokens(4),
  prefix: () => tokens(4),
  full: (_, ops) => ({ ...tokens(ops === 'composed' ? 7 : 19), mlp: 1 }),
  bitfit: () => NOTHING,
};

const isPacked = (target: LoraTarget): boolean => target === 'q' || target === 'k' || target === 'v';

function houlsby(settings: MethodSettings, ops: Ops): Cost {
  const bias = settings.bias ? 1 : 0;
  return adapters(settings, ({ bottleneck }) => tokens(4 + bias, bottleneck * (CHANNEL[ops](1) + bias)));
}

/** What the tape of the first trained layer does without, since nothing below it is trained: by where its parameters are. */
const BELOW: Readonly<Record<Ops, Readonly<Record<'before' | 'behind' | 'ffn', Cost>>>> = {
  composed: {
    before: tokens(-8),
    behind: { ...tokens(-20), scores: -6 },
    ffn: { tokens: -28, mlp: -8, scores: -6, rows: 0 },
  },
  kernels: { before: tokens(-3), behind: tokens(-9), ffn: { ...tokens(-12), mlp: -2 } },
};

/** What is left out besides where the attention kernel declines the heads. */
const BELOW_ODD = {
  before: NOTHING,
  behind: { ...NOTHING, scores: -5 },
  ffn: { ...NOTHING, scores: -3 },
} as const satisfies Readonly<Record<string, Cost>>;

/** Where in a layer a method's first parameters are: before its attention has run, behind it, or in or beside the FFN. */
function firstPlace({ method, adapters: plan, lora }: MethodSettings): 'before' | 'behind' | 'ffn' {
  if (method === 'convpass') return 'behind';
  if (method === 'loaa' || method.startsWith('houlsby')) return plan.attn ? 'behind' : 'ffn';
  if (method !== 'lora' || lora.targets.some(isPacked)) return 'before';
  return lora.targets.includes('proj') ? 'behind' : 'ffn';
}

/** The tape's share of a prefix: its rows are put together, and taken apart again. */
const PREFIX_ROWS = 20;

/** Values per clip that a cost stands for. Prompts are tokens like others; a prefix is seen by attention alone. */
export function valuesOf(cost: Cost, { dim, heads, mlpDim, tokens: own, settings }: RunSizes): number {
  const { method, prompts, prefix } = settings;
  const N = own + (method === 'prompt' ? prompts.length : 0);
  const extra = method === 'prefix' ? prefix.length : 0;
  const scores = cost.scores * heads * (N + extra) ** 2;
  return cost.tokens * N * dim + cost.mlp * N * mlpDim + scores + cost.rows * N + PREFIX_ROWS * extra * dim;
}

/** Values per clip on the tape of layer i, which is at or above the first trained one. */
export function tapeOfLayer(sizes: RunSizes, i: number, ops: Ops, isLowest: boolean): number {
  const { settings, start } = sizes;
  const own = isChosen(settings, i) ? METHOD[settings.method](settings, ops) : NOTHING;
  const isFirst = isLowest && start.stage === 'tokens' && i === start.layer;
  const place = firstPlace(settings);
  const heads = odd(sizes, ops);
  const below = isFirst ? [BELOW[ops][place], heads === NOTHING ? NOTHING : BELOW_ODD[place]] : [];
  return valuesOf(sum([TAPE[ops], heads, own, ...below]), sizes);
}

/** The most values per clip that a layer holds while it runs forwards outside a tape. */
export function aheadOfLayer(sizes: RunSizes, ops: Ops): number {
  const own = sizes.settings.method === 'linear-probe' ? NOTHING : AHEAD_METHOD;
  const phases = odd(sizes, ops) === NOTHING ? AHEAD[ops] : [...AHEAD[ops], AHEAD.composed[0] ?? NOTHING];
  return Math.max(...phases.map((cost) => valuesOf(sum([cost, own]), sizes)));
}

/** What heads add that the attention kernel declines. */
function odd({ dim, heads }: RunSizes, ops: Ops): Cost {
  return ops === 'kernels' && (dim / heads) % 4 !== 0 ? COMPOSED_ATTENTION : NOTHING;
}
