import type { BackendName } from '../ops/backend';
import type { ConfigurationName } from './configurations';
import type { KernelTime } from './kernelTimes';
import type { ContestantName, PassMeasure } from './protocol';
import type { BenchPlan, Measured } from './runBench';

/** Medians and counts of one kind of pass, the first one left out: it compiles. */
export interface PassSummary {
  readonly ms: number;
  readonly dispatches: number;
  readonly submissions: number;
  readonly buffersCreated: number;
  /** Of the pass itself; the benchmark reads one result besides. */
  readonly readbacks: number;
}

export interface ContestantSummary {
  readonly device: string;
  readonly forward: PassSummary;
  readonly step: PassSummary | null;
  /** Steps as a run of the page makes them: milliseconds and read-backs of each; null where there was none. */
  readonly run: { readonly ms: number; readonly readbacks: number } | null;
  readonly gpu: {
    /** Most bytes of buffers alive at once since the start, and those alive after the last pass; 0 without WebGPU. */
    readonly peakBytes: number;
    readonly steadyBytes: number;
    /** What the library itself says it has allocated; null where it does not. */
    readonly ownBytes: number | null;
  };
  /** From the first counted step to the last. */
  readonly growth: { readonly tensors: number | null; readonly bytes: number | null; readonly gpuBytes: number } | null;
  /** Of the first steps. */
  readonly losses: readonly number[];
  readonly kernels: readonly KernelTime[] | null;
}

/** Ours over another: below 1 is faster, or less. `sameWork` is about numbers, not time. */
export interface Comparison {
  readonly step: number | null;
  readonly forward: number;
  readonly dispatches: number | null;
  readonly peakBytes: number | null;
  /** Largest difference of the first losses; null where the other does not train. */
  readonly lossGap: number | null;
  /** Largest difference of logits before training, over the largest logit. */
  readonly logitGap: number;
  readonly sameWork: boolean;
}

export interface BenchReport {
  readonly backend: BackendName;
  readonly configuration: ConfigurationName;
  readonly steps: number;
  readonly contestants: Readonly<Partial<Record<ContestantName, ContestantSummary>>>;
  /** Ours against each of the others. */
  readonly against: Readonly<Partial<Record<ContestantName, Comparison>>>;
}

/** Losses and logits further apart than this are not of the same work. */
export const SAME_WORK = 1e-3;

/** Losses compared: after more steps on one batch, rounding has had its way. */
const FIRST_STEPS = 5;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

export function summarise(
  { backend, configuration, steps }: BenchPlan,
  measured: ReadonlyMap<ContestantName, Measured>,
): BenchReport {
  const summaries = [...measured].map(([name, one]) => [name, summaryOf(one)] as const);
  const ours = measured.get('ours');
  const own = summaries.find(([name]) => name === 'ours')?.[1];
  const others = ours && own ? summaries.filter(([name]) => name !== 'ours') : [];
  return {
    backend,
    configuration,
    steps,
    contestants: Object.fromEntries(summaries),
    against: Object.fromEntries(
      others.map(([name, summary]) => {
        const other = measured.get(name);
        return [name, ours && own && other ? compare(own, summary, ours, other) : null];
      }),
    ),
  };
}

function summaryOf({ device, forwards, steps, run, kernels }: Measured): ContestantSummary {
  const passes: readonly PassMeasure[] = [...forwards, ...steps];
  const last = passes.at(-1);
  const [, first] = steps;
  const end = steps.at(-1);
  return {
    device,
    forward: passSummary(forwards),
    step: steps.length > 0 ? passSummary(steps) : null,
    run: run && { ms: run.ms / run.steps, readbacks: run.readbacks / run.steps },
    gpu: {
      peakBytes: last?.peakBytes ?? 0,
      steadyBytes: last?.liveBytes ?? 0,
      ownBytes: last?.own?.gpuBytes ?? null,
    },
    growth:
      first && end
        ? {
            tensors: first.own && end.own && end.own.tensors - first.own.tensors,
            bytes: first.own && end.own && end.own.bytes - first.own.bytes,
            gpuBytes: end.liveBytes - first.liveBytes,
          }
        : null,
    losses: steps.slice(0, FIRST_STEPS).map(({ loss }) => loss),
    kernels,
  };
}

function passSummary(passes: readonly PassMeasure[]): PassSummary {
  const counted = passes.slice(1);
  const of = (key: keyof PassSummary) => median(counted.map((pass) => pass[key]));
  return {
    ms: of('ms'),
    dispatches: of('dispatches'),
    submissions: of('submissions'),
    buffersCreated: of('buffersCreated'),
    readbacks: of('readbacks'),
  };
}

function compare(
  ours: ContestantSummary,
  other: ContestantSummary,
  { forwards: [mine] }: Measured,
  { forwards: [theirs] }: Measured,
): Comparison {
  const lossGap = other.step ? gap(ours.losses, other.losses) : null;
  const [a, b] = [mine?.logits ?? [], theirs?.logits ?? []];
  const logitGap = gap(a, b) / Math.max(...b.map(Math.abs));
  const ratio = (x: number | undefined, y: number | undefined) => (x && y ? x / y : null);
  return {
    step: ratio(ours.step?.ms, other.step?.ms),
    forward: ours.forward.ms / other.forward.ms,
    dispatches: other.step
      ? ratio(ours.step?.dispatches, other.step.dispatches)
      : ratio(ours.forward.dispatches, other.forward.dispatches),
    peakBytes: ratio(ours.gpu.peakBytes, other.gpu.peakBytes),
    lossGap,
    logitGap,
    sameWork: logitGap <= SAME_WORK && (lossGap === null || lossGap <= SAME_WORK),
  };
}

/** Largest difference; infinite where lengths differ or a number is missing. */
function gap(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length || a.length === 0) return Infinity;
  const largest = Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? NaN))));
  return Number.isNaN(largest) ? Infinity : largest;
}
