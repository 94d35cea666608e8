import { averagePrecisions, topK } from '../metrics/metrics';
import { meanOfPresent } from '../metrics/averagePrecision';
import type { AdapterPlan, KernelName } from '../model/adapters';
import { trainableSize, type ModelSize } from '../model/methods';
import { adaptPositions } from '../model/positions';
import { METHOD_DEFAULTS } from '../model/settings';
import { openCheckpoint } from '../weights/openCheckpoint';
import { backboneFrom, forwardCases } from './checkpoints';
import { absoluteError, json, relativeError, type CheckResult, type Goldens } from './types';

interface MetricsCase {
  readonly labels: number[];
  readonly scores: number[][];
  readonly accuracy: number;
  readonly average_precision: number[];
  readonly mAP: number;
}

/** Accuracy and average precision against scikit-learn. */
export async function* metricChecks(goldens: Goldens): AsyncGenerator<CheckResult> {
  for (const one of await json<MetricsCase[]>(goldens, 'metrics.json')) {
    const scored = { scores: one.scores.flat(), labels: one.labels, classCount: one.average_precision.length };
    const precisions = averagePrecisions(scored);
    const ours = [topK(scored, 1), ...precisions, meanOfPresent(precisions)];
    const error = absoluteError(ours, [one.accuracy, ...one.average_precision, one.mAP]);
    yield {
      name: `metrics of ${one.labels.length} clips`,
      error,
      bound: 1e-9,
      note: 'accuracy, average precision, mAP',
    };
  }
}

const both = (kernel: KernelName, bottleneck: number): AdapterPlan => ({
  attn: { kernel, bottleneck },
  ffn: { kernel, bottleneck },
});
const attn = (kernel: KernelName, bottleneck: number): AdapterPlan => ({ attn: { kernel, bottleneck }, ffn: null });
const timeAndFrequency = (bottleneck: number): AdapterPlan => ({
  attn: { kernel: 'time', bottleneck },
  ffn: { kernel: 'frequency', bottleneck },
});

/** The rows of the paper's tables whose counts parameter_counts.json holds. */
const COUNTED: Readonly<Record<string, AdapterPlan>> = {
  '1.035M (1,1)': attn('linear', 54),
  '1.035M T': attn('time', 18),
  '1.035M (3,3)': attn('square', 6),
  '2.026M (1,1)': attn('linear', 108),
  '2.026M T': attn('time', 36),
  '2.026M F': attn('frequency', 36),
  '2.026M (3,3)': attn('square', 12),
  '4.017M T': attn('time', 72),
  '5% parallel r=108': both('linear', 108),
  '5% T+F r=36': timeAndFrequency(36),
  '10% T+F r=72': timeAndFrequency(72),
  'linear probe': { attn: null, ffn: null },
};

/** Trainable parameters at the paper's size against its tables. */
export async function* countChecks(goldens: Goldens): AsyncGenerator<CheckResult> {
  const base: ModelSize = {
    dim: 768,
    depth: 12,
    mlpDim: 3072,
    patch: [16, 16],
    prefixTokens: 2,
    positions: 'learned',
    tokens: 66,
    classes: 44,
  };
  for (const [row, count] of Object.entries(await json<Record<string, number>>(goldens, 'parameter_counts.json'))) {
    const plan = COUNTED[row];
    const method = row === 'linear probe' ? 'linear-probe' : 'loaa';
    const ours = plan ? trainableSize({ ...METHOD_DEFAULTS, method, adapters: plan }, base) : NaN;
    yield {
      name: `parameters of "${row}"`,
      error: plan ? Math.abs(ours - count) : Infinity,
      bound: 0,
      note: `${count}`,
    };
  }
}

/** The same weights from every public naming, and positions on every grid. */
export async function* checkpointChecks(goldens: Goldens): AsyncGenerator<CheckResult> {
  const { heads, cases } = await forwardCases(goldens);
  const timm = await backboneFrom(goldens, 'deit_timm.safetensors', { heads });
  for (const name of ['deit_hf.safetensors', 'deit_timm.pth']) {
    const other = await backboneFrom(goldens, name, { heads });
    yield {
      name: `${name} against deit_timm.safetensors`,
      error: difference(timm.weights, other.weights),
      bound: 0,
      note: 'every weight',
    };
  }
  const hf = await backboneFrom(goldens, 'ast_hf.safetensors', { config: 'ast_hf_config.json' });
  const original = await backboneFrom(goldens, 'ast_original.pth', { heads });
  yield {
    name: 'ast_original.pth against ast_hf.safetensors',
    error: difference(hf.weights, original.weights),
    bound: 0,
    note: 'every weight',
  };
  const forward = await openCheckpoint(goldens.blob('forward.safetensors'), 'forward.safetensors');
  const pos = timm.weights.get('pos');
  for (const { tag, grid } of cases) {
    const golden = await forward.read(`${tag}.pos`);
    const ours = pos && adaptPositions(pos, timm.config.prefixTokens, timm.config.positionGrid, grid).data;
    yield {
      name: `positions, ${tag}`,
      error: ours ? absoluteError(ours, golden.data) : Infinity,
      bound: 1e-6,
      note: `${grid[0]} x ${grid[1]}`,
    };
  }
}

function difference(
  a: ReadonlyMap<string, { data: Float32Array }>,
  b: ReadonlyMap<string, { data: Float32Array }>,
): number {
  if (a.size !== b.size) return Infinity;
  return Math.max(...[...a].map(([name, weight]) => relativeError(b.get(name)?.data ?? [], weight.data)));
}
