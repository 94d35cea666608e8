import { BlobReader, BlobWriter, TextReader, TextWriter, ZipReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { ADAPTER_CONFIG } from '../../tests/numeric/adapterConfig';
import { historyOf, runRecord } from '../../tests/numeric/runRecords';
import { planOf } from '../../tests/numeric/tinyBackbone';
import { newWeights } from '../../tests/numeric/tinyModel';
import { problemFrom } from '../../tests/weights/checkpoints';
import { writeAdapter } from '../bundle/adapterFile';
import type { AdapterFiles } from '../bundle/types';
import { DEFAULT_CONFIG } from '../training/config';
import { readArchive, writeArchive } from './archive';
import type { StoredRun } from './record';

const adapter: AdapterFiles = {
  weights: writeAdapter(
    newWeights({ ...DEFAULT_CONFIG, adapters: planOf('time', 'frequency', 2) }, { dim: 6, depth: 2, classes: 2 }),
  ),
  config: ADAPTER_CONFIG,
};

const RUNS: readonly StoredRun[] = [
  { record: runRecord({ steps: historyOf(20, 2), notes: '=1+1 <b>ü</b>\n' }), adapter },
  {
    record: runRecord({
      id: 'run-2',
      status: 'failed',
      report: null,
      best: null,
      predictions: null,
      epochs: [],
      steps: [],
      group: { id: 'sweep-1', title: 'Sweep' },
      problem: { code: 'training.not-finite', subject: 'Step 3', cause: 'a', cure: 'b', severity: 'error' },
    }),
    adapter: null,
  },
];

/** The archive with some entries' text changed; `null` leaves an entry out. */
async function tampered(changes: Readonly<Record<string, ((text: string) => string) | null>>): Promise<Blob> {
  const reader = new ZipReader(new BlobReader(await writeArchive(RUNS)), { useWebWorkers: false });
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    const change = changes[entry.filename];
    if (change === null) continue;
    if (change) await writer.add(entry.filename, new TextReader(change(await entry.getData(new TextWriter()))));
    else await writer.add(entry.filename, new BlobReader(await entry.getData(new BlobWriter())));
  }
  return writer.close();
}

describe('an archive of runs', () => {
  it('gives back every run as it was, numbers that are none included', async () => {
    expect(await readArchive(await writeArchive(RUNS))).toEqual(RUNS);
  });

  it('is read from bytes too, and may be empty', async () => {
    const bytes = new Uint8Array(await (await writeArchive([])).arrayBuffer());
    expect(await readArchive(bytes)).toEqual([]);
  });

  const replaced = (from: string | RegExp, to: string) => (text: string) => {
    expect(text).toMatch(from);
    return text.replace(from, to);
  };
  const RUN = 'runs/0001/run.json';
  it.each<[string, Parameters<typeof tampered>[0], string, RegExp]>([
    [
      'another format',
      { 'manifest.json': replaced('loaa-runs', 'other') },
      'runs.archive.bad',
      /manifest.json.*format/,
    ],
    [
      'a newer version',
      { 'manifest.json': replaced('"formatVersion": 1', '"formatVersion": 2') },
      'runs.archive.newer',
      /newest version/,
    ],
    ['a folder that is a path', { 'manifest.json': replaced('runs/0001', '../0001') }, 'runs.archive.bad', /folder/],
    ['no manifest', { 'manifest.json': null }, 'runs.archive.incomplete', /lacks manifest.json/],
    ['no run', { [RUN]: null }, 'runs.archive.incomplete', /lacks runs\/0001\/run.json/],
    ['no weights', { 'runs/0001/adapter_model.safetensors': null }, 'runs.archive.incomplete', /adapter_model/],
    ['text that is not JSON', { [RUN]: (text) => text.slice(1) }, 'runs.archive.json', /run.json: is not JSON/],
    ['a wrong kind of value', { [RUN]: replaced('"batch":8', '"batch":"8"') }, 'runs.archive.bad', /config.batch/],
    ['an unknown method', { [RUN]: replaced('"method":"loaa"', '"method":"x"') }, 'runs.archive.bad', /config.method/],
    ['scores of other classes', { [RUN]: replaced('[0.9,0.1]', '[0.9]') }, 'runs.archive.bad', /bell\/a.wav/],
    ['a label that is no class', { [RUN]: replaced('"labels":[1]', '"labels":[2]') }, 'runs.archive.bad', /drum/],
    ['an id that is markup', { [RUN]: replaced('"id":"run-1"', '"id":"<b>"') }, 'runs.archive.bad', /run.json.*id/],
    ['one run twice', { 'runs/0002/run.json': replaced('run-2', 'run-1') }, 'runs.archive.twice', /a run twice/],
    [
      'a history that is none',
      { 'runs/0001/history.csv': replaced('\n3,', '\nthree,') },
      'runs.archive.history',
      /history.csv: has no number in line 4/,
    ],
    [
      'an adapter of another backbone',
      { 'runs/0001/adapter_config.json': replaced(/"sha256": "[0-9a-f]/, '"sha256": "9') },
      'runs.archive.bad',
      /another backbone/,
    ],
    [
      'weights that are none',
      { 'runs/0001/adapter_model.safetensors': () => 'weights' },
      'weights.safetensors.truncated',
      /adapter_model/,
    ],
  ])('with %s is refused by name', async (_, changes, code, words) => {
    const problem = await problemFrom(async () => readArchive(await tampered(changes), 'mine.zip'));
    expect(problem.code).toBe(code);
    expect(`${problem.subject}: ${problem.cause} ${problem.cure}`).toMatch(words);
    expect(problem.subject).toContain('mine.zip');
    expect(problem.cure).not.toBe('');
  });

  it('that is no zip, or is cut short, is refused', async () => {
    const whole = await writeArchive(RUNS);
    for (const blob of [new Blob(['no zip']), whole.slice(0, whole.size - 40)]) {
      expect((await problemFrom(() => readArchive(blob, 'mine.zip'))).code).toBe('files.zip');
    }
  });

  it('does not take a spoilt byte', async () => {
    const bytes = new Uint8Array(await (await writeArchive(RUNS)).arrayBuffer());
    const at = bytes.length >> 1;
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    expect((await problemFrom(() => readArchive(bytes, 'mine.zip'))).severity).toBe('error');
  });
});
