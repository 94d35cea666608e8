import { describe, expect, it } from 'vitest';
import type { PreparedClip } from '../audio/types';
import { createAppStore } from '../store/store';
import type { AudioPool } from '../worker/audioPool';
import type { EngineClient } from '../worker/engineClient';
import type { StoredClip } from '../worker/protocol';
import { createDataActions, type Suggestion } from './dataActions';
import { DEFAULT_PREPARATION } from '../training/preparation';
import { createRunActions } from './runActions';

const PREPARED: PreparedClip = {
  features: { data: new Float32Array(128), frames: 1, bins: 128 },
  wave: null,
  seconds: 1,
  sampleRate: 8000,
  channelCount: 1,
  warnings: [],
};

const named = (label: string, count: number) =>
  Array.from({ length: count }, (_, i) => new File(['x'], `${label}_${i}.wav`));
const PETS = [...named('cat', 10), ...named('dog', 10)];
const BIRDS = [...named('owl', 10), ...named('wren', 10)];

/** Actions over audio workers that answer when `gate` lets them, and an engine that only takes clips and notes calls. */
function actionsWith(gate: (path: string) => Promise<void> = async () => undefined) {
  const store = createAppStore();
  const held = new Map<string, { waves: boolean }>();
  const calls: string[] = [];
  const suggested: Suggestion[] = [];
  const pool: AudioPool = {
    size: 2,
    async run(_, source, input, signal) {
      await gate(source.path);
      signal?.throwIfAborted();
      const wave = (input as { keepWave?: boolean }).keepWave ? new Float32Array(4) : null;
      return { ...PREPARED, wave } as never;
    },
  };
  const client: EngineClient = {
    async call(name, input) {
      calls.push(name);
      if (name === 'clips.clear') held.clear();
      if (name === 'clips.put')
        for (const { id, wave } of input as unknown as StoredClip[]) held.set(id, { waves: wave !== null });
      return null as never;
    },
    terminate: () => undefined,
  };
  const context = { store, pool, engine: () => client };
  const data = createDataActions(context, (settings) => suggested.push(settings));
  const recorder = { begun: () => undefined, ended: async () => undefined };
  const ended = { trained: async () => undefined, unended: async () => undefined };
  const run = createRunActions(context, { ...data, stopMeasuring: () => undefined }, ended, recorder, async () => null);
  return { store, data, run, held, calls, suggested };
}

const usedBy = (split: { train: readonly string[]; validation: readonly string[]; test: readonly string[] } | null) =>
  [...(split?.train ?? []), ...(split?.validation ?? []), ...(split?.test ?? [])].sort();
const turns = () => new Promise((resolve) => setTimeout(resolve, 30));

describe('opening data', () => {
  it('hands all clips of the split to the engine', async () => {
    const { store, data, held, suggested } = actionsWith();
    await data.openFiles(PETS);
    const { status, dataset, split } = store.getState().data;
    expect([status, dataset?.classes]).toEqual(['ready', ['cat', 'dog']]);
    expect([...held.keys()].sort()).toEqual(usedBy(split));
    expect(suggested).toEqual([{ frames: 112 }]);
  });

  it('keeps a split that was chosen while it decoded', async () => {
    let release: () => void = () => undefined;
    const { store, data } = actionsWith(() => new Promise((resolve) => ((release = resolve), setTimeout(resolve, 20))));
    const opened = data.openFiles(PETS);
    await turns();
    data.setSplit({ seed: 9, validationShare: 0.5 });
    release();
    await opened;
    const { splitOptions, split } = store.getState().data;
    expect(splitOptions).toMatchObject({ seed: 9, validationShare: 0.5 });
    expect([split?.train.length, split?.validation.length]).toEqual([10, 10]);
  });

  it('a second drop takes the place of a first that is under way', async () => {
    let stuck = true;
    const { store, data, held } = actionsWith(async (path) => {
      while (stuck && path.startsWith('cat')) await turns();
    });
    const first = data.openFiles(PETS);
    await turns();
    const second = data.openFiles(BIRDS);
    stuck = false;
    await Promise.all([first, second]);
    const { status, dataset, split } = store.getState().data;
    expect([status, dataset?.classes]).toEqual(['ready', ['owl', 'wren']]);
    for (const id of usedBy(split)) expect(held.has(id)).toBe(true);
  });

  it('a split that cannot be is refused without a change of status, and forgotten with the next that can', async () => {
    const { store, data } = actionsWith();
    await data.openFiles(PETS);
    data.setSplit({ maxClips: 3 });
    await turns();
    expect(store.getState().data).toMatchObject({ status: 'ready', refused: { code: 'dataset.max-clips' } });
    data.setSplit({ maxClips: 8 });
    await turns();
    expect(store.getState().data).toMatchObject({ status: 'ready', refused: null });
    expect(usedBy(store.getState().data.split)).toHaveLength(8);
  });
});

describe('what a run asks for', () => {
  it('is brought where the engine lacks it, clip by clip', async () => {
    const { store, data, held } = actionsWith();
    data.setSplit({ maxClips: 8 });
    await data.openFiles(PETS);
    expect(held.size).toBe(8);
    await data.ensurePrepared({ ...DEFAULT_PREPARATION, waves: true });
    expect([...held.values()].filter(({ waves }) => waves)).toHaveLength(8);
    data.setSplit({ maxClips: null });
    await data.ensurePrepared({ ...DEFAULT_PREPARATION, waves: true });
    await turns();
    for (const id of usedBy(store.getState().data.split)) expect(held.get(id)).toEqual({ waves: true });
  });

  it('can be stopped while it is brought: no run begins', async () => {
    let stuck = false;
    const { store, data, run, calls } = actionsWith(async () => {
      while (stuck) await turns();
    });
    await data.openFiles(PETS);
    stuck = true;
    store.dispatch({ type: 'config.changed', patch: { mixup: 0.5 } });
    const started = run.startRun();
    await turns();
    expect(store.getState().data.status).toBe('preparing');
    await run.stopRun();
    stuck = false;
    await started;
    expect(store.getState().run.status).toBe('idle');
    expect(store.getState().data.status).toBe('ready');
    expect(calls).not.toContain('run.start');
  });
});

describe('a table', () => {
  const rows = PETS.map(({ name }, i) => `${name},${name.slice(0, 3)},${i % 2 ? 'low' : 'high'}`);
  const TABLE = new File([['file,kind,voice', ...rows].join('\n')], 'pets.csv');
  const columns = { file: 'path', voice: 'label' } as const;
  const mapping = { table: 'pets.csv', columns, separator: 'none' } as const;

  it('is shown with its guess, and read anew at once when that is changed', async () => {
    const { store, data, held } = actionsWith();
    await data.openFiles([...PETS, TABLE]);
    expect(store.getState().data.table).toMatchObject({ foundCount: 20, mapping: { columns: { file: 'path' } } });
    await data.mapTable(mapping);
    const { dataset, table, split, status, refused } = store.getState().data;
    expect([status, refused, dataset?.classes]).toEqual(['ready', null, ['high', 'low']]);
    expect(table?.mapping).toEqual(mapping);
    expect([...held.keys()].sort()).toEqual(usedBy(split));
  });

  it('with a mapping that leaves nothing is refused, and what was loaded stays', async () => {
    const { store, data, held } = actionsWith();
    await data.openFiles([...PETS, TABLE]);
    await data.mapTable(mapping);
    await data.mapTable({ ...mapping, columns: { kind: 'label' } });
    const { dataset, table, refused, split, status } = store.getState().data;
    expect([status, refused?.code, dataset?.classes]).toEqual(['ready', 'dataset.table-columns', ['high', 'low']]);
    expect(table?.mapping.columns).toEqual({ kind: 'label' });
    expect([...held.keys()].sort()).toEqual(usedBy(split));
    await data.mapTable(null);
    expect(store.getState().data).toMatchObject({ refused: null, table: { mapping: { columns: { file: 'path' } } } });
  });

  it('that is told of before the drop is read so from the start, once', async () => {
    const { store, data } = actionsWith();
    await data.mapTable(mapping);
    expect(store.getState().data.status).toBe('empty');
    await data.openFiles([...PETS, TABLE]);
    expect(store.getState().data.dataset?.classes).toEqual(['high', 'low']);
    await data.openFiles(BIRDS);
    expect(store.getState().data).toMatchObject({ table: null, dataset: { layout: 'prefix' } });
  });
});
