import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../tests/weights/checkpoints';
import type { ByteSource } from '../files/source';
import { zipFiles } from '../bundle/zip';
import { DEFAULT_SPLIT } from '../dataset/defaultSplit';
import { runRecord } from '../../tests/numeric/runRecords';
import { writeArchive } from './archive';
import { readRuns } from './readRuns';

/** What python/train.py wrote after two epochs on the demo sounds. */
const TRAINED = 'tests/runs/trained';

type Change = (text: string) => string;

/** The folder's files, some of them changed or left out (null), below a folder of this name. */
function folder(name: string, changes: Readonly<Record<string, Change | null>> = {}): ByteSource[] {
  return readdirSync(TRAINED).flatMap((file): ByteSource[] => {
    const change = changes[file];
    if (change === null) return [];
    const bytes = readFileSync(join(TRAINED, file));
    const content = new File([change ? change(bytes.toString('utf8')) : new Uint8Array(bytes)], file);
    return [{ kind: 'file', path: `${name}/${file}`, size: content.size, file: content }];
  });
}

async function only(sources: readonly ByteSource[]) {
  const runs = await readRuns(sources, 'the drop');
  expect(runs).toHaveLength(1);
  return runs[0] as (typeof runs)[number];
}

describe('the folder of train.py', () => {
  it('is a run with curves, measures, predictions and its adapter', async () => {
    const { record, adapter } = await only(folder('trained'));
    expect(record).toMatchObject({ origin: 'imported', status: 'finished', stepCount: 24 });
    expect(record.facts).toMatchObject({ trainable: 37_894, stepsPerEpoch: 12 });
    expect(record.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(record.steps).toHaveLength(24);
    expect(record.steps[1]?.loss).toBeCloseTo(1.8132708, 6);
    expect(record.report?.validation?.mAP).toBeCloseTo(0.525837, 6);
    expect(record.data.classes).toEqual(['bd', 'drum', 'elec', 'hat', 'perc', 'tabla']);
    const [validation] = record.predictions ?? [];
    expect(validation?.part).toBe('validation');
    const clips = validation?.predictions ?? [];
    expect(clips).toHaveLength(23);
    expect(clips[0]?.id).toBe('Sonic Pi percussion/tabla_te_ne.flac');
    expect(clips[0]?.labels).toEqual([5]);
    const right = clips.filter(({ labels, scores }) => labels.includes(scores.indexOf(Math.max(...scores))));
    expect(right.length / clips.length).toBeCloseTo(record.best?.top1 ?? 0, 9);
    expect(adapter?.config.labels).toEqual(record.data.classes);
    expect(adapter?.weights).toEqual(new Uint8Array(readFileSync(join(TRAINED, 'adapter_model.safetensors'))));
  });

  it('is the same run every time, and another one where its history is', async () => {
    const [a, b] = [await only(folder('a')), await only(folder('b'))];
    expect(a.record.id).toBe(b.record.id);
    const shorter = folder('a', { 'history.csv': (text) => text.trimEnd().split('\r\n').slice(0, -1).join('\r\n') });
    expect((await only(shorter)).record.id).not.toBe(a.record.id);
  });

  it('is divided as its run.json says, on the data that it names; an older folder says neither', async () => {
    const split = { ...DEFAULT_SPLIT, seed: 4, fold: 3, heldOutFold: 'test', validationShare: 0.3 };
    const told = { split, fingerprint: 'c'.repeat(16) };
    const withData = (data: object) => (text: string) => {
      const run = JSON.parse(text) as { data: object };
      return JSON.stringify({ ...run, data: { ...run.data, ...data } });
    };
    const { record } = await only(folder('a', { 'run.json': withData(told) }));
    expect(record.data).toMatchObject(told);
    const older = (await only(folder('a'))).record.data;
    expect(older.split).toEqual(DEFAULT_SPLIT);
    const listed = (await only(folder('a', { 'run.json': withData({ split: null, fingerprint: null }) }))).record.data;
    expect(listed).toEqual(older);
    const problem = await problemFrom(() =>
      readRuns(folder('a', { 'run.json': withData({ split: { seed: 1 } }) }), 'x'),
    );
    expect(problem).toMatchObject({ code: 'runs.folder.bad', subject: 'a: run.json' });
  });

  it('may lack the adapter and the clips', async () => {
    const { record, adapter } = await only(
      folder('x', {
        'adapter_model.safetensors': null,
        'adapter_config.json': null,
        'split.csv': null,
        'metrics.json': null,
      }),
    );
    expect(adapter).toBeNull();
    expect(record.predictions).toBeNull();
    expect(record.report?.validation).toBeNull();
    expect(record.steps).toHaveLength(24);
  });

  it('comes as a zip, several at once, and beside an archive of runs', async () => {
    const files = readdirSync(TRAINED).map((name) => ({
      name,
      data: new Uint8Array(readFileSync(join(TRAINED, name))),
    }));
    const zip = new File([await zipFiles(files)], 'bundle.zip');
    const archive = new File([await writeArchive([{ record: runRecord(), adapter: null }])], 'runs.zip');
    const sources = [zip, archive].map((file): ByteSource => ({
      kind: 'file',
      path: file.name,
      size: file.size,
      file,
    }));
    const runs = await readRuns(
      [...sources, ...folder('deep/one', { 'run.json': (text) => text.replace('"seed": 1', '"seed": 2') })],
      'x',
    );
    expect(runs.map(({ record }) => record.config.seed)).toEqual([expect.any(Number), 1, 2]);
    expect(new Set(runs.map(({ record }) => record.id)).size).toBe(3);
  });

  it.each<[string, Readonly<Record<string, Change | null>>, string, string]>([
    ['no history', { 'history.csv': null }, 'runs.folder.incomplete', 'lacks history.csv.'],
    ['a history of something else', { 'history.csv': () => 'a,b\n1,2\n' }, 'runs.folder.history', 'has other columns'],
    [
      'a step that is no number',
      { 'history.csv': (text) => text.replace('\r\n2,', '\r\n=2,') },
      'runs.folder.history',
      'no number in line 3',
    ],
    ['a broken run.json', { 'run.json': (text) => text.slice(0, 400) }, 'bundle.not-json', 'is not JSON.'],
    [
      'epochs that are none',
      { 'run.json': (text) => text.replace('"epochs": [', '"epochs": [7,') },
      'runs.folder.bad',
      'epochs.0',
    ],
    [
      'a class that there is not',
      { 'split.csv': (text) => text.replaceAll(',5,tabla', ',6,tabla') },
      'runs.folder.split',
      'names a class',
    ],
    [
      'predictions of other classes',
      { 'predictions.csv': (text) => text.replace('perc,tabla', 'perc,gong') },
      'runs.folder.predictions',
      'other columns',
    ],
    [
      'a score that is no number',
      { 'predictions.csv': (text) => text.replace('0.18801729381084442', 'many') },
      'runs.folder.predictions',
      'or no number, in row 2',
    ],
    [
      'a row that is too long',
      { 'predictions.csv': (text) => text.replace(',hat,0.29', ',hat,0.29,x') },
      'runs.folder.table',
      'not whole: 2',
    ],
    ['weights that are none', { 'adapter_model.safetensors': () => 'no weights' }, 'safetensors', ''],
  ])('with %s is refused by name', async (_, changes, code, cause) => {
    const problem = await problemFrom(() => readRuns(folder('mine', changes), 'the drop'));
    expect(problem.code).toContain(code);
    expect(problem.subject).toContain('mine');
    expect(problem.cause).toContain(cause);
  });

  it('that holds no run says so', async () => {
    const problem = await problemFrom(() => readRuns(folder('sounds', { 'run.json': null }), basename(TRAINED)));
    expect(problem).toMatchObject({ code: 'runs.none', subject: 'trained' });
  });
});
