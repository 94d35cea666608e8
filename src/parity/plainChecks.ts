import { averagePrecisions, topK } from '../metrics/metrics';
import { meanOfPresent } from '../metrics/averagePrecision';
import { trainableSize } from '../model/methods';
import { PAPER_PLANS, PAPER_SIZE } from '../model/paperCounts';
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
    const labels = one.labels.map((label) => [label]);
    const scored = { scores: one.scores.flat(), labels, classCount: one.average_precision.length };
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

/** Trainable parameters at the paper's size against its tables. */
export async function* countChecks(goldens: Goldens): AsyncGenerator<CheckResult> {
  for (const [row, count] of Object.entries(await json<Record<string, number>>(goldens, 'parameter_counts.json'))) {
    const plan = PAPER_PLANS[row];
    const method = row === 'linear probe' ? 'linear-probe' : 'loaa';
    const ours = plan ? trainableSize({ ...METHOD_DEFAULTS, method, adapters: plan }, PAPER_SIZE) : NaN;
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
