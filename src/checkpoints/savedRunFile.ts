import * as v from 'valibot';
import { runConfigSchema } from '../bundle/config';
import { fail } from '../core/problem';
import { best, epochPoint, finite, measure, split, subject, text, whole } from '../sweep/schemas';
import type { Evaluation } from '../training/evaluate';
import type { RunPosition } from '../training/position';
import { historyCsv, keptSteps, readHistory, type KnownLines } from '../training/history';
import { stacked } from '../training/inputs';
import { openSafetensors, writeSafetensors } from '../weights/safetensors';
import type { TensorFile, Weight } from '../weights/types';
import type { SavedRun } from './savedRun';

/** Far above what the page can make. */
const MOST_STEPS = 10_000_000;
const MOST_CLASSES = 100_000;

/** How an evaluation is written: its logits are a tensor of their own. */
const evaluation = v.object({
  loss: measure,
  top1: measure,
  top5: measure,
  mAP: measure,
  averagePrecision: v.pipe(v.array(measure), v.maxLength(MOST_CLASSES)),
});

/** All of a saved run but its tensors. */
const saved = v.object({
  identity: v.object({
    config: runConfigSchema,
    split,
    subject,
    clips: text,
    classes: v.pipe(v.array(text), v.maxLength(MOST_CLASSES)),
    origins: v.object({
      data: v.nullable(v.literal('demo')),
      backbone: v.nullable(v.object({ repo: text, revision: text })),
    }),
  }),
  savedAt: v.pipe(v.string(), v.isoTimestamp()),
  normalisation: v.object({ mean: finite, std: finite }),
  stepsPerEpoch: v.pipe(whole, v.minValue(1)),
  epochs: v.pipe(v.array(epochPoint), v.maxLength(MOST_STEPS)),
  bestEpoch: v.nullable(whole),
  position: v.object({
    step: v.pipe(whole, v.minValue(0)),
    seconds: finite,
    epochSteps: v.pipe(v.array(v.object({ loss: measure, accuracy: measure, clips: whole })), v.maxLength(MOST_STEPS)),
    kept: v.nullable(v.object({ point: v.object({ ...best.entries, loss: measure }), evaluation })),
  }),
});

const STATE = 'state';
const KEPT = 'kept.theta';
const LOGITS = 'kept.logits';
const NOTE = 'run';
const STEPS = 'steps';

/** A run is written each minute, with all its steps: each is put into words once. */
const LINES: KnownLines = new WeakMap();

/**
 * A saved run as one safetensors file: `state` [3, P] (parameters, first and second moments), `kept.theta` [P] and
 * `kept.logits` [n, C] of the best epoch, the steps' measurements as csv in the metadata's `steps` (of very long runs the
 * telling ones, see `keptSteps`), and all else as JSON in its `run`. Every number comes back bit by bit.
 */
export function writeSavedRun({ position, steps, ...run }: SavedRun): Uint8Array<ArrayBuffer> {
  const { packed, kept, ...where } = position;
  const tensors = new Map<string, Weight>([[STATE, { shape: [3, packed.length / 3], data: packed }]]);
  if (kept) {
    const { logits } = kept.evaluation;
    const classes = logits[0]?.length ?? 0;
    tensors.set(KEPT, { shape: [kept.theta.length], data: kept.theta });
    tensors.set(LOGITS, { shape: [logits.length, classes], data: stacked(logits, classes) });
  }
  const note = {
    ...run,
    position: { ...where, kept: kept && { ...kept, theta: undefined, evaluation: { ...kept.evaluation, logits: [] } } },
  };
  const texts = [
    [NOTE, JSON.stringify(note)],
    [STEPS, historyCsv(keptSteps(steps), LINES)],
  ] as const;
  return writeSafetensors(tensors, new Map(texts));
}

/**
 * Reads a saved run back; nothing in it is trusted.
 * @throws ProblemError naming the file where it is not one
 */
export async function readSavedRun(blob: Blob, name: string): Promise<SavedRun> {
  const file = await openSafetensors(blob, name);
  const parsed = v.safeParse(saved, jsonOf(file.metadata.get(NOTE) ?? ''));
  if (!parsed.success) return refuse(name, 'holds no settings of a run that this version reads.');
  const { position, ...run } = parsed.output;
  const state = await tensorOf(file, STATE);
  if (state.shape.length !== 2 || state.shape[0] !== 3) refuse(name, `has a state of shape [${state.shape}].`);
  const steps = readHistory(file.metadata.get(STEPS) ?? '', (cause) => refuse(name, cause));
  return {
    ...run,
    steps,
    position: { ...position, packed: state.data, kept: await keptOf(file, position.kept, state) },
  };
}

type KeptNote = {
  readonly point: NonNullable<RunPosition['kept']>['point'];
  readonly evaluation: Omit<Evaluation, 'logits'>;
};

async function keptOf(file: TensorFile, note: KeptNote | null, state: Weight): Promise<RunPosition['kept']> {
  if (!note) return null;
  const [theta, logits] = [await tensorOf(file, KEPT), await tensorOf(file, LOGITS)];
  const [clips = 0, classes = 0] = logits.shape;
  if (theta.shape.length !== 1 || theta.shape[0] !== state.shape[1] || logits.shape.length !== 2)
    refuse(file.name, 'has a best epoch of another model.');
  const rows = Array.from({ length: clips }, (_, i) => logits.data.slice(i * classes, (i + 1) * classes));
  return { point: note.point, evaluation: { ...note.evaluation, logits: rows }, theta: theta.data };
}

async function tensorOf(file: TensorFile, key: string): Promise<Weight> {
  return file.entries.has(key) ? file.read(key) : refuse(file.name, `lacks the tensor ${key}.`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refuse(name: string, cause: string): never {
  return fail('checkpoint.unreadable', name, cause, 'Start the run again.');
}
