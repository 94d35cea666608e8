/**
 * Runs as folders: what python/train.py writes, and bundles of this page.
 *
 *   run.json             the settings, what they were trained on, and the epochs; the folder's mark
 *   history.csv          a line a step
 *   metrics.json         the best epoch's measures on each part
 *   split.csv, predictions.csv   every clip of the split, and what the best epoch said of those that it was judged on
 *   adapter_model.safetensors, adapter_config.json   the adapter
 *
 * Of these run.json and history.csv must be there. Everything is checked as in an archive of runs; paths are only compared.
 */
import * as v from 'valibot';
import { readAdapter } from '../bundle/adapterFile';
import { parseAdapterConfig } from '../bundle/config';
import type { AdapterFiles } from '../bundle/types';
import { readAdapterFiles, RUN_FILE, WEIGHTS_FILE } from '../bundle/zip';
import { asWritten } from '../core/csv';
import { fail } from '../core/problem';
import { inStretches } from '../core/stretches';
import { readCells } from '../dataset/csvTable';
import { DEFAULT_SPLIT } from '../dataset/defaultSplit';
import { breather } from '../files/breathe';
import { splitPath } from '../files/names';
import { openSource, type ByteSource } from '../files/source';
import { digestOf } from '../sweep/canonical';
import { best, epochPoint, finite, measure, split, text } from '../sweep/schemas';
import { runTitle } from '../sweep/setting';
import type { PartPredictions, PartReport, Prediction } from '../worker/protocol';
import { readingHistory } from '../training/history';
import { createJsonReader } from './checkedJson';
import { MOST_NAME, type RunRecord, type StoredRun } from './record';
import { count, MOST_EPOCHS, time } from './recordSchema';

const HISTORY_FILE = 'history.csv';
/** Steps that a history may have; the page keeps a choice of them. */
const MOST_READ_STEPS = 2_000_000;
const MOST_BYTES = 512 * 2 ** 20;
const CURE = 'Choose the whole folder that train.py wrote, or a zip exported from this page.';
const { parsed: json, checked } = createJsonReader({ code: 'runs.folder', writer: 'train.py', cure: CURE });

/** What run.json tells beside the settings (`AdapterConfig`). */
const toldSchema = v.object({
  createdAt: time,
  backend: text,
  data: v.object({
    name: text,
    layout: text,
    parts: v.object({ train: count, validation: count, test: count }),
    /** Null, or not there in older folders, where the split was given as a list. */
    split: v.optional(v.nullable(split), null),
    fingerprint: v.optional(v.nullable(text), null),
  }),
  outcome: v.picklist(['finished', 'stopped']),
  seconds: finite,
  total: count,
  epochs: v.pipe(v.array(epochPoint), v.minLength(1), v.maxLength(MOST_EPOCHS)),
});

const partSchema = v.nullable(
  v.object({
    loss: measure,
    top1: measure,
    top5: measure,
    mAP: measure,
    averagePrecision: v.array(v.object({ label: v.string(), value: v.nullable(v.number()) })),
  }),
);
const metricsSchema = v.object({ best: v.nullable(best), validation: partSchema, test: partSchema });

/** The files of one run by their last names, and what the run is called in problems. */
interface RunFolder {
  readonly subject: string;
  readonly files: ReadonlyMap<string, ByteSource>;
}

/** The runs among files: every folder that holds a run.json. */
export function runFolders(sources: readonly ByteSource[]): readonly RunFolder[] {
  const folders = new Map<string, Map<string, ByteSource>>();
  for (const source of sources) {
    const { folders: above, name } = splitPath(source.path);
    const at = above.join('/');
    const files = folders.get(at) ?? new Map<string, ByteSource>();
    folders.set(at, files.set(name, source));
  }
  return [...folders].flatMap(([at, files]) => (files.has(RUN_FILE) ? [{ subject: at || 'The run', files }] : []));
}

/** @throws ProblemError naming the file that is missing or not sound */
export async function readRunFolder({ subject, files }: RunFolder): Promise<StoredRun> {
  const nameOf = (file: string) => `${subject}: ${file}`;
  const read = async (file: string): Promise<string | null> => {
    const source = files.get(file);
    if (!source) return null;
    if (source.size > MOST_BYTES) fail('runs.folder.large', nameOf(file), `has ${source.size} bytes.`, CURE);
    return (await openSource(source)).text();
  };
  const needed = async (file: string) =>
    (await read(file)) ?? fail('runs.folder.incomplete', subject, `lacks ${file}.`, CURE);

  const run = await needed(RUN_FILE);
  const config = parseAdapterConfig(run, nameOf(RUN_FILE));
  const told = checked(toldSchema, json(run, nameOf(RUN_FILE)), nameOf(RUN_FILE));
  const history = await needed(HISTORY_FILE);
  const refuse = (cause: string) => fail('runs.folder.history', nameOf(HISTORY_FILE), cause, CURE);
  const steps = await inStretches(readingHistory(history, refuse, MOST_READ_STEPS), breather());
  const last = told.epochs.at(-1) ?? refuse('has no epoch.');
  const metrics = await read('metrics.json');
  const measures =
    metrics === null ? null : checked(metricsSchema, json(metrics, nameOf('metrics.json')), nameOf('metrics.json'));
  const divided = told.data.split ?? DEFAULT_SPLIT;
  const clips = await read('split.csv');
  const predictions = await read('predictions.csv');

  const { labels, trainable, mean, std } = config;
  const reportOf = (part: v.InferOutput<typeof partSchema> | undefined): PartReport | null => {
    if (!part) return null;
    const values = new Map(part.averagePrecision.map(({ label, value }) => [label, value]));
    return { ...part, averagePrecision: labels.map((label) => values.get(label) ?? null) };
  };
  const facts = { trainable, total: told.total, mean, std };
  const record: RunRecord = {
    id: digestOf([run, history]),
    name: `${runTitle({ config: config.run, split: divided, rates: null }, [])} (${told.backend})`.slice(0, MOST_NAME),
    notes: '',
    createdAt: told.createdAt,
    origin: 'imported',
    status: told.outcome,
    group: null,
    config: config.run,
    backbone: { name: config.backbone.name, sha256: config.backbone.sha256, origin: config.backbone.origin },
    data: {
      ...told.data,
      classes: labels,
      split: divided,
      // Without one, which clips are in which part is all that the folder tells of its data.
      fingerprint: told.data.fingerprint ?? digestOf([clips ?? '', ...labels]),
    },
    backend: { name: told.backend, device: '' },
    version: '',
    facts: { ...facts, stepsPerEpoch: Math.round(last.step / last.epoch) },
    epochs: told.epochs,
    best: config.best,
    report: {
      outcome: told.outcome,
      ...facts,
      best: config.best,
      validation: reportOf(measures?.validation),
      test: reportOf(measures?.test),
      seconds: told.seconds,
    },
    problem: null,
    stepCount: steps.at(-1)?.step ?? 0,
    steps,
    predictions:
      clips === null || predictions === null
        ? null
        : readPredictions(
            predictions,
            labelsById(clips, labels.length, nameOf('split.csv')),
            labels,
            nameOf('predictions.csv'),
          ),
  };
  return { record, adapter: await adapterOf({ subject, files }) };
}

/** The adapter beside the run; null where there is none. */
async function adapterOf({ subject, files }: RunFolder): Promise<AdapterFiles | null> {
  if (!files.has(WEIGHTS_FILE)) return null;
  const wanted = [...files].filter(([name]) => name === WEIGHTS_FILE || name.endsWith('.json'));
  const opened = await Promise.all(wanted.map(async ([name, source]) => new File([await openSource(source)], name)));
  const adapter = await readAdapterFiles(opened);
  await readAdapter(new Blob([adapter.weights]), `${subject}: ${WEIGHTS_FILE}`);
  return adapter;
}

/** The cells of a table that a program wrote: no row is of another width. */
function soundCells(csv: string, subject: string) {
  const { heading, rows, ragged, broken } = readCells(csv, ',');
  const [bad] = [...broken, ...ragged.map(({ number }) => number)];
  if (bad !== undefined) fail('runs.folder.table', subject, `has a row that is not whole: ${bad}.`, CURE);
  return { heading, rows };
}

/** Class indices of every clip of split.csv. */
function labelsById(csv: string, classes: number, subject: string): ReadonlyMap<string, readonly number[]> {
  const { heading, rows } = soundCells(csv, subject);
  const [id, own] = [heading.indexOf('id'), heading.indexOf('classes')];
  if (id < 0 || own < 0) fail('runs.folder.split', subject, 'has no columns id and classes.', CURE);
  return new Map(
    rows.map(({ number, cells }) => {
      const labels = (cells[own] ?? '').split(' ').filter(Boolean).map(Number);
      if (labels.some((label) => !Number.isInteger(label) || label < 0 || label >= classes)) {
        fail('runs.folder.split', subject, `names a class that there is not in row ${number}.`, CURE);
      }
      return [asWritten(cells[id] ?? ''), labels] as const;
    }),
  );
}

/** predictions.csv: id, part, labels, predicted, score, then a column for each class. */
function readPredictions(
  csv: string,
  labelsOf: ReadonlyMap<string, readonly number[]>,
  labels: readonly string[],
  subject: string,
): readonly PartPredictions[] {
  const { heading, rows } = soundCells(csv, subject);
  const first = heading.length - labels.length;
  const named = heading.slice(first).map(asWritten);
  if (first < 2 || labels.some((label, i) => named[i] !== label.trim())) {
    fail('runs.folder.predictions', subject, 'has other columns than id, part and the run’s classes.', CURE);
  }
  const parts = new Map<string, Prediction[]>();
  for (const { number, cells } of rows) {
    const id = asWritten(cells[0] ?? '');
    const own = labelsOf.get(id);
    const scores = cells.slice(first).map(Number);
    if (!own || scores.some((score) => !Number.isFinite(score))) {
      fail(
        'runs.folder.predictions',
        subject,
        `has a clip that split.csv has not, or no number, in row ${number}.`,
        CURE,
      );
    }
    const part = cells[1] ?? '';
    const known = parts.get(part);
    if (known) known.push({ id, labels: own, scores });
    else parts.set(part, [{ id, labels: own, scores }]);
  }
  const of = (part: PartPredictions['part']): readonly PartPredictions[] => {
    const predictions = parts.get(part);
    return predictions ? [{ part, predictions }] : [];
  };
  return [...of('validation'), ...of('test')];
}
