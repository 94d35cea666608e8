/**
 * Runs as one file. A zip:
 *
 *   manifest.json                        { format, formatVersion, writtenBy, runs: [{ folder, adapter }] }
 *   runs/0001/run.json                   the record but for its steps
 *   runs/0001/history.csv                a line a step (`historyCsv`)
 *   runs/0001/adapter_model.safetensors  and adapter_config.json, as the page exports an adapter; where there is one
 *
 * Reading is strict, and takes nothing of it for code, markup or a path: entries are looked up by the names that the
 * manifest must give them, within limits of size; texts are shown as text.
 */
import { Uint8ArrayReader, TextReader, BlobWriter, ZipWriter } from '@zip.js/zip.js';
import * as v from 'valibot';
import { readAdapter } from '../bundle/adapterFile';
import { parseAdapterConfig } from '../bundle/config';
import { settingsJson } from '../bundle/jsonFiles';
import { CONFIG_FILE, WEIGHTS_FILE } from '../bundle/zip';
import type { AdapterFiles } from '../bundle/types';
import { fail } from '../core/problem';
import { inStretches } from '../core/stretches';
import { breather } from '../files/breathe';
import { listArchive, newArchiveId, openZipEntry } from '../files/zip';
import { APP_VERSION } from '../sweep/version';
import { historyCsv, readingHistory } from '../training/history';
import { createJsonReader } from './checkedJson';
import type { RunRecord, StoredRun } from './record';
import { entrySchema, predictionsSchema, RECORD_VERSION } from './recordSchema';

const FORMAT = 'loaa-runs';
export const MANIFEST = 'manifest.json';
const RUN_FILE = 'run.json';
const HISTORY_FILE = 'history.csv';

/** The most runs of one file. */
export const MOST_ARCHIVED_RUNS = 1000;

const MiB = 2 ** 20;
/** Bytes that an entry may unpack to, by its name. */
const MOST_BYTES: Readonly<Record<string, number>> = {
  [MANIFEST]: MiB,
  [RUN_FILE]: 256 * MiB,
  [HISTORY_FILE]: 256 * MiB,
  [CONFIG_FILE]: 32 * MiB,
  [WEIGHTS_FILE]: 1024 * MiB,
};

const EXPORT_AGAIN = 'Export the runs again from this page, and choose that file.';
const { parsed: parsedJson, checked } = createJsonReader({
  code: 'runs.archive',
  writer: 'this page',
  cure: EXPORT_AGAIN,
});

const manifestSchema = v.object({
  format: v.literal(FORMAT),
  formatVersion: v.literal(RECORD_VERSION),
  writtenBy: v.pipe(v.string(), v.maxLength(200)),
  runs: v.pipe(
    v.array(v.object({ folder: v.pipe(v.string(), v.regex(/^runs\/\d{4}$/)), adapter: v.boolean() })),
    v.maxLength(MOST_ARCHIVED_RUNS),
  ),
});

/** The folder of the run in place `i`, from 0. */
const folderOf = (i: number) => `runs/${String(i + 1).padStart(4, '0')}`;

/** Runs as one zip. @throws ProblemError where there are more than fit in one file */
export async function writeArchive(runs: readonly StoredRun[]): Promise<Blob> {
  if (runs.length > MOST_ARCHIVED_RUNS) {
    fail(
      'runs.archive.many',
      'The archive',
      `would hold ${runs.length} runs.`,
      `Choose ${MOST_ARCHIVED_RUNS} at most.`,
    );
  }
  const writer = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  const manifest: v.InferInput<typeof manifestSchema> = {
    format: FORMAT,
    formatVersion: RECORD_VERSION,
    writtenBy: APP_VERSION,
    runs: runs.map(({ adapter }, i) => ({ folder: folderOf(i), adapter: adapter !== null })),
  };
  await writer.add(MANIFEST, new TextReader(JSON.stringify(manifest, null, 2)));
  for (const [i, { record, adapter }] of runs.entries()) {
    const { steps, ...rest } = record;
    const lastModDate = new Date(record.createdAt);
    const add = (name: string, text: string) =>
      writer.add(`${folderOf(i)}/${name}`, new TextReader(text), { lastModDate });
    await add(RUN_FILE, JSON.stringify(rest));
    await add(HISTORY_FILE, historyCsv(steps));
    if (!adapter) continue;
    await add(CONFIG_FILE, settingsJson(adapter.config));
    const weights = new Uint8ArrayReader(adapter.weights);
    await writer.add(`${folderOf(i)}/${WEIGHTS_FILE}`, weights, { lastModDate, level: 0 });
  }
  return writer.close();
}

/** Texts and bytes of an archive's entries by name, within their limits. */
interface Entries {
  readonly bytes: (name: string) => Promise<Blob>;
  readonly text: (name: string) => Promise<string>;
  /** How an entry is called in a problem. */
  readonly subject: (name: string) => string;
}

async function entriesOf(archive: Blob, name: string): Promise<Entries> {
  const sizes = new Map<string, number>();
  for await (const entry of listArchive(archive, name)) {
    if (entry.directory) continue;
    if (sizes.has(entry.filename)) fail('runs.archive.twice', name, `holds "${entry.filename}" twice.`, EXPORT_AGAIN);
    sizes.set(entry.filename, entry.uncompressedSize);
  }
  const id = newArchiveId();
  const subject = (entry: string) => `${name}: ${entry}`;
  const bytes = async (entry: string) => {
    const size = sizes.get(entry);
    if (size === undefined) return fail('runs.archive.incomplete', name, `lacks ${entry}.`, EXPORT_AGAIN);
    const most = MOST_BYTES[entry.slice(entry.lastIndexOf('/') + 1)] ?? 0;
    if (size > most) {
      fail('runs.archive.large', subject(entry), `claims ${size} bytes; ${most} is the most.`, EXPORT_AGAIN);
    }
    return openZipEntry(archive, id, entry, subject(entry));
  };
  return { bytes, subject, text: async (entry) => (await bytes(entry)).text() };
}

/**
 * The runs of an archive, each checked whole; one that is not sound refuses them all.
 * @param name what the archive is called in problems
 * @throws ProblemError naming the archive and the entry
 */
export async function readArchive(file: Blob | Uint8Array<ArrayBuffer>, name = 'The archive'): Promise<StoredRun[]> {
  const entries = await entriesOf(file instanceof Blob ? file : new Blob([file]), name);
  const subject = entries.subject(MANIFEST);
  const value = parsedJson(await entries.text(MANIFEST), subject);
  const version = (value as { formatVersion?: unknown } | null)?.formatVersion;
  if (typeof version === 'number' && version > RECORD_VERSION) {
    fail(
      'runs.archive.newer',
      subject,
      `has format version ${version}; this page reads version ${RECORD_VERSION}.`,
      'Load the newest version of the page.',
    );
  }
  const { runs } = checked(manifestSchema, value, subject);
  const read: StoredRun[] = [];
  for (const { folder, adapter } of runs) read.push(await readRun(entries, folder, adapter));
  const ids = new Set(read.map(({ record }) => record.id));
  if (ids.size < read.length) fail('runs.archive.twice', name, 'holds a run twice.', EXPORT_AGAIN);
  return read;
}

async function readRun(entries: Entries, folder: string, hasAdapter: boolean): Promise<StoredRun> {
  const file = `${folder}/${RUN_FILE}`;
  const subject = entries.subject(file);
  const value = parsedJson(await entries.text(file), subject);
  const entry = checked(entrySchema, value, subject);
  const { predictions } = checked(v.object({ predictions: predictionsSchema }), value, subject);
  const history = `${folder}/${HISTORY_FILE}`;
  const refuse = (cause: string) => fail('runs.archive.history', entries.subject(history), cause, EXPORT_AGAIN);
  const steps = await inStretches(readingHistory(await entries.text(history), refuse), breather());
  const record: RunRecord = { ...entry, steps, predictions };
  checkPredictions(record, subject);
  return { record, adapter: hasAdapter ? await readAdapterOf(entries, folder, record) : null };
}

/** Labels and scores are about the run's own classes. */
function checkPredictions({ predictions, data }: RunRecord, subject: string): void {
  const n = data.classes.length;
  for (const { predictions: clips } of predictions ?? []) {
    const bad = clips.find(({ labels, scores }) => scores.length !== n || labels.some((label) => label >= n));
    if (bad) {
      fail('runs.archive.bad', subject, `has predictions of other classes than its ${n}, for ${bad.id}.`, EXPORT_AGAIN);
    }
  }
}

async function readAdapterOf(entries: Entries, folder: string, record: RunRecord): Promise<AdapterFiles> {
  const configFile = `${folder}/${CONFIG_FILE}`;
  const config = parseAdapterConfig(await entries.text(configFile), entries.subject(configFile));
  if (config.backbone.sha256 !== record.backbone.sha256) {
    fail('runs.archive.bad', entries.subject(configFile), 'is of another backbone than its run.', EXPORT_AGAIN);
  }
  const weightsFile = `${folder}/${WEIGHTS_FILE}`;
  const blob = await entries.bytes(weightsFile);
  await readAdapter(blob, entries.subject(weightsFile));
  return { config, weights: new Uint8Array(await blob.arrayBuffer()) };
}
