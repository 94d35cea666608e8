import { fail } from '../core/problem';
import type { SplitOptions } from '../dataset/types';
import { KERNELS, PLACEMENTS, type AdapterPlan, type KernelName, type Placement } from '../model/adapters';
import { kernelsOf, METHODS, type MethodName } from '../model/methods';
import { chosenLayers } from '../model/settings';
import type { RunConfig } from '../training/config';
import { budgetPlan } from './scale';

/** What the values of an axis may depend on. */
export interface AxisContext {
  readonly backbone: { readonly dim: number; readonly depth: number; readonly parameters: number };
  /** Empty where the data set has none. */
  readonly folds: readonly number[];
}

/** A run in the making. */
export interface Draft {
  readonly config: RunConfig;
  readonly split: SplitOptions;
}

/** One way in which the runs of a grid differ. */
export interface Axis {
  readonly title: string;
  /** What a person may give. */
  readonly hint: string;
  /** The values to choose from; null where numbers are typed. */
  readonly options: ((context: AxisContext) => readonly (readonly [value: string, label: string])[]) | null;
  /** The draft with this value. @throws ProblemError where the value is none of the axis. */
  readonly apply: (value: string, draft: Draft, context: AxisContext) => Draft;
}

const withConfig = (draft: Draft, patch: Partial<RunConfig>): Draft => ({
  ...draft,
  config: { ...draft.config, ...patch },
});

function numberOf(axis: string, text: string, isAllowed: (value: number) => boolean, allowed: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value) || !isAllowed(value)) {
    fail('sweep.axis', axis, `"${text.trim()}" is not ${allowed}.`, 'Give numbers, separated by commas.');
  }
  return value;
}

/** A seed as it was typed. @throws ProblemError where it is none */
export function readSeed(text: string): number {
  return numberOf('Seed', text, (x) => Number.isInteger(x) && x >= 0 && x < 2 ** 31, 'a whole number from 0');
}

const isCount = (value: number) => Number.isInteger(value) && value >= 1;

/** An axis of whole numbers from 1 that sets one setting of the run. */
function counts(title: string, hint: string, change: (draft: Draft, value: number) => Draft): Axis {
  return {
    title,
    hint,
    options: null,
    apply: (text, draft) => change(draft, numberOf(title, text, isCount, 'a whole number from 1')),
  };
}

const KERNEL_NAMES = Object.keys(KERNELS) as KernelName[];
const BLOCKS = { attn: 'Attn', ffn: 'FFN' } as const satisfies Record<Placement, string>;

/** A plan's kernels as a value: `time,frequency`, with `-` for none. */
type PlanKernels = Readonly<Record<Placement, KernelName | null>>;

const PLANS: readonly PlanKernels[] = [...KERNEL_NAMES, null].flatMap((attn) =>
  [...KERNEL_NAMES, null].flatMap((ffn) => (attn || ffn ? [{ attn, ffn }] : [])),
);

const planValue = (plan: PlanKernels) => PLACEMENTS.map((place) => plan[place] ?? '-').join(',');

const planLabel = (plan: PlanKernels) =>
  PLACEMENTS.flatMap((place) => {
    const kernel = plan[place];
    return kernel ? [`${BLOCKS[place]}(${KERNELS[kernel].letter})`] : [];
  }).join(' ');

/** The bottleneck that new adapters take over: that of the same place, else of the other. */
function bottleneckOf(adapters: AdapterPlan, place: Placement): number {
  return (adapters[place] ?? adapters.attn ?? adapters.ffn)?.bottleneck ?? 4;
}

/** The adapters that there are, each changed. */
function eachAdapter(adapters: AdapterPlan, change: (spec: NonNullable<AdapterPlan['attn']>) => AdapterPlan['attn']) {
  return { attn: adapters.attn && change(adapters.attn), ffn: adapters.ffn && change(adapters.ffn) };
}

/** The axes, in the order in which they change a run: a later one sees what an earlier one did. */
export const AXES = {
  method: {
    title: 'Method',
    hint: 'What is trained.',
    options: () => Object.entries(METHODS).map(([name, { title }]) => [name, title] as const),
    apply: (value, draft) => {
      if (!Object.hasOwn(METHODS, value)) fail('sweep.axis', 'Method', `"${value}" is none.`, 'Choose from the list.');
      return withConfig(draft, { method: value as MethodName });
    },
  },
  placement: {
    title: 'Placement and kernels',
    hint: 'Adapters beside attention, FFN or both. Bottlenecks stay as they are set.',
    options: () => PLANS.map((plan) => [planValue(plan), planLabel(plan)] as const),
    apply: (value, draft) => {
      const plan = PLANS.find((one) => planValue(one) === value);
      if (!plan) return fail('sweep.axis', 'Placement', `"${value}" is none.`, 'Choose from the list.');
      const spec = (place: Placement) => {
        const kernel = plan[place];
        return kernel && { kernel, bottleneck: bottleneckOf(draft.config.adapters, place) };
      };
      return withConfig(draft, { adapters: { attn: spec('attn'), ffn: spec('ffn') } });
    },
  },
  kernel: {
    title: 'Kernel',
    hint: 'The same kernel for all adapters that there are.',
    options: () => KERNEL_NAMES.map((name) => [name, KERNELS[name].title] as const),
    apply: (value, draft) => {
      const kernel = KERNEL_NAMES.find((name) => name === value);
      if (!kernel) return fail('sweep.axis', 'Kernel', `"${value}" is none.`, 'Choose from the list.');
      return withConfig(draft, { adapters: eachAdapter(draft.config.adapters, (spec) => ({ ...spec, kernel })) });
    },
  },
  bottleneck: counts('Bottleneck', 'r of all adapters: 4, 8, 12', (draft, bottleneck) =>
    withConfig(draft, { adapters: eachAdapter(draft.config.adapters, (spec) => ({ ...spec, bottleneck })) }),
  ),
  budget: {
    title: 'Budget',
    hint: 'Adapters in per cent of the backbone, whatever the kernel: 2, 5, 10',
    options: null,
    apply: (text, draft, { backbone }) => {
      const share = numberOf('Budget', text.replace('%', ''), (x) => x > 0 && x <= 100, 'from 0 to 100 per cent') / 100;
      const { config } = draft;
      const placed = { ...backbone, depth: chosenLayers(config, backbone.depth).length };
      const hasKernels = PLACEMENTS.some((place) => kernelsOf(config)[place] !== null);
      return withConfig(draft, { adapters: budgetPlan(config.adapters, share, placed, hasKernels) });
    },
  },
  epochs: counts('Epochs', 'For example 5, 15', (draft, epochs) => withConfig(draft, { epochs })),
  learningRate: {
    title: 'Learning rate',
    hint: 'For example 5e-5, 1e-4, 5e-4',
    options: null,
    apply: (text, draft) =>
      withConfig(draft, {
        learningRate: numberOf('Learning rate', text, (x) => x > 0 && x <= 1, 'more than 0 and at most 1'),
      }),
  },
  seed: {
    title: 'Seed',
    hint: 'Each seed is a run of its own: 1, 2, 3',
    options: null,
    apply: (text, draft) => withConfig(draft, { seed: readSeed(text) }),
  },
  fold: {
    title: 'Fold',
    hint: 'The folds to hold out, for data sets that have folds.',
    options: ({ folds }) => folds.map((fold) => [String(fold), `Fold ${fold}`] as const),
    apply: (value, draft, { folds }) => {
      const fold = Number(value);
      if (!folds.includes(fold)) {
        const cause = folds.length > 0 ? `has no fold ${value}.` : 'has no folds.';
        fail('sweep.axis', 'The data set', cause, 'Choose from the list.');
      }
      return { ...draft, split: { ...draft.split, fold } };
    },
  },
} as const satisfies Record<string, Axis>;

export type AxisName = keyof typeof AXES;

/** The axes in order. */
export const AXIS_NAMES = Object.keys(AXES) as AxisName[];

/** Values typed into one field: `1, 2, 3`. */
export function listOf(text: string): readonly string[] {
  return [...new Set(text.split(/[,;\s]+/).filter((part) => part !== ''))];
}
