import * as v from 'valibot';
import { runConfigSchema } from '../bundle/config';
import { best, epochPoint, finite, measure, problem, split, text, whole } from '../sweep/schemas';
import { MOST_NAME, MOST_NOTES } from './record';

/** The version of the stored form and of the archive; a page reads its own and older ones. */
export const RECORD_VERSION = 1;

/** Bounds of what one run may hold, far above what the page can make. */
const MOST_CLASSES = 100_000;
export const MOST_EPOCHS = 1_000_000;
const MOST_CLIPS = 2_000_000;

const id = v.pipe(v.string(), v.regex(/^[\w-]{1,100}$/));
export const count = v.pipe(whole, v.minValue(0));
export const time = v.pipe(v.string(), v.isoTimestamp());

const partReport = v.object({
  loss: measure,
  top1: measure,
  top5: measure,
  mAP: measure,
  averagePrecision: v.pipe(v.array(v.nullable(v.number())), v.maxLength(MOST_CLASSES)),
});

const report = v.object({
  outcome: v.picklist(['finished', 'stopped']),
  trainable: count,
  total: count,
  best: v.nullable(best),
  validation: v.nullable(partReport),
  test: v.nullable(partReport),
  seconds: finite,
  mean: finite,
  std: finite,
});

/** A list of numbers, checked in one go: there are as many as clips times classes. */
const numbers = v.custom<number[]>((value) => Array.isArray(value) && value.every((part) => typeof part === 'number'));

const prediction = v.object({
  id: v.pipe(v.string(), v.maxLength(4000)),
  labels: v.pipe(v.array(count), v.maxLength(MOST_CLASSES)),
  scores: numbers,
});

const part = v.picklist(['validation', 'test']);
const partPredictions = v.object({ part, predictions: v.pipe(v.array(prediction), v.maxLength(MOST_CLIPS)) });
export const predictionsSchema = v.nullable(v.pipe(v.array(partPredictions), v.maxLength(2)));

/** A run without its steps and predictions. */
export const entrySchema = v.object({
  id,
  name: v.pipe(v.string(), v.maxLength(MOST_NAME)),
  notes: v.pipe(v.string(), v.maxLength(MOST_NOTES)),
  createdAt: time,
  origin: v.picklist(['trained', 'imported', 'example']),
  status: v.picklist(['finished', 'stopped', 'failed']),
  group: v.nullable(v.object({ id, title: v.pipe(v.string(), v.maxLength(MOST_NAME)) })),
  config: runConfigSchema,
  backbone: v.object({
    name: text,
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    origin: v.nullable(v.object({ repo: text, revision: text })),
  }),
  data: v.object({
    name: text,
    layout: text,
    classes: v.pipe(v.array(text), v.maxLength(MOST_CLASSES)),
    parts: v.object({ train: count, validation: count, test: count }),
    split,
    fingerprint: text,
  }),
  backend: v.nullable(v.object({ name: text, device: text })),
  version: text,
  facts: v.object({ trainable: count, total: count, mean: finite, std: finite, stepsPerEpoch: count }),
  epochs: v.pipe(v.array(epochPoint), v.maxLength(MOST_EPOCHS)),
  best: v.nullable(best),
  report: v.nullable(report),
  problem: v.nullable(problem),
  stepCount: count,
});

/** What is wrong with a value, as the end of a sentence about it. */
export function issueText(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const [issue] = issues;
  return `${v.getDotPath(issue) ?? 'the whole file'}: ${issue.message}`;
}
