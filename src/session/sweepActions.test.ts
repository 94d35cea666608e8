import { describe, expect, it } from 'vitest';
import { DATASET, epochPoint, problemOf, reportOf, SUMMARY } from '../../tests/numeric/appEvents';
import { planned } from '../../tests/numeric/sweepRuns';
import type { Clip, Dataset } from '../dataset/types';
import { splitDataset } from '../dataset/split';
import { createAppStore } from '../store/store';
import type { RunConfig } from '../training/config';
import { createSweepActions } from './sweepActions';
import type { SweepStorage } from './sweepStorage';

const clip = (i: number): Clip => ({
  id: `${i}`,
  source: { kind: 'url', path: `${i}.wav`, size: 1, url: `${i}.wav` },
  labels: [i % 2],
  part: null,
  fold: (i % 3) + 1,
  segment: null,
  group: null,
});
const SOUNDS: Dataset = { ...DATASET, folds: [1, 2, 3], clips: Array.from({ length: 12 }, (_, i) => clip(i)) };

/** A storage that lives as long as the test, like the browser's over a reload. */
function memoryStorage() {
  const records = new Map<string, unknown>();
  let full = false;
  const storage: SweepStorage = {
    load: async () => structuredClone([...records.values()]),
    async save(put, remove) {
      if (full) throw new DOMException('full', 'QuotaExceededError');
      for (const id of remove) records.delete(id);
      for (const record of put) records.set((record as { id: string }).id, structuredClone(record));
    },
    clear: async () => records.clear(),
  };
  return { storage, records, fill: (isFull: boolean) => (full = isFull) };
}

type Ending = 'finished' | 'failed' | 'stopped';

/** A page with data and a backbone whose runs end as `end` says, at once. */
function pageOf(storage: SweepStorage, end: (config: RunConfig, fold: number) => Ending = () => 'finished') {
  const store = createAppStore();
  store.dispatch({ type: 'engine.ready', backend: { name: 'wasm', device: 'SIMD', software: false, reason: '' } });
  const split = splitDataset(SOUNDS, store.getState().data.splitOptions);
  store.dispatch({ type: 'data.recognised', dataset: SOUNDS, split, problems: [] });
  store.dispatch({ type: 'data.ready', dataset: SOUNDS, split });
  store.dispatch({ type: 'backbone.ready', summary: SUMMARY });
  const made: string[] = [];
  const actions = createSweepActions(
    store,
    {
      setSplit(patch) {
        const options = { ...store.getState().data.splitOptions, ...patch };
        store.dispatch({ type: 'data.split', options, split: splitDataset(SOUNDS, options) });
      },
      async startRun() {
        const { config, data } = store.getState();
        made.push(`seed ${config.seed} fold ${data.splitOptions.fold}`);
        store.dispatch({ type: 'run.starting', config });
        await Promise.resolve();
        const ending = end(config, data.splitOptions.fold);
        if (ending === 'failed') return store.dispatch({ type: 'run.failed', problem: problemOf('step 3') });
        store.dispatch({ type: 'engine.event', event: { type: 'run.epoch', point: epochPoint(1), best: true } });
        store.dispatch({ type: 'run.ended', report: reportOf(ending), predictions: [] });
      },
      async stopRun() {
        store.dispatch({ type: 'run.stopping' });
      },
    },
    storage,
    () => new Date(0),
  );
  const states = () => store.getState().sweep.runs.map(({ state }) => state);
  return { store, actions, made, states };
}

const SEEDS = [1, 2, 3].map((seed) => planned({ seed }));
const FOLDS = [1, 2, 3].map((fold) => planned({}, { fold }));
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('a sweep', () => {
  it('makes its runs one after the other and then puts the page’s settings back', async () => {
    const { store, actions, made, states } = pageOf(memoryStorage().storage);
    const { config, data } = store.getState();
    actions.addRuns([...SEEDS, ...FOLDS.slice(1)]);
    await actions.startSweep();
    expect(made).toEqual(['seed 1 fold 1', 'seed 2 fold 1', 'seed 3 fold 1', 'seed 1 fold 2', 'seed 1 fold 3']);
    expect(states()).toEqual(['done', 'done', 'done', 'done', 'done']);
    const [first] = store.getState().sweep.runs;
    expect(first?.result).toMatchObject({ backend: 'wasm', trainable: 10, epochs: [{ epoch: 1 }] });
    expect(first?.result?.clips).toEqual({ train: 8, validation: 4, test: 0 });
    expect(store.getState().config).toEqual(config);
    expect(store.getState().data.splitOptions).toEqual(data.splitOptions);
    expect(store.getState().sweep.status).toBe('idle');
  });

  it('goes on between folds after a reload', async () => {
    const { storage } = memoryStorage();
    const before = pageOf(storage, (_, fold) => (fold === 3 ? 'stopped' : 'finished'));
    before.actions.addRuns(FOLDS);
    await before.actions.startSweep();
    expect(before.states()).toEqual(['done', 'done', 'waiting']);
    await settled();

    const after = pageOf(storage);
    await after.actions.restoreSweep();
    expect(after.states()).toEqual(['done', 'done', 'waiting']);
    await after.actions.startSweep();
    expect(after.made).toEqual(['seed 1 fold 3']);
    expect(after.states()).toEqual(['done', 'done', 'done']);
  });

  it('keeps the reason of a run that failed, goes on, and tries it again when asked', async () => {
    let isBroken = true;
    const page = pageOf(memoryStorage().storage, ({ seed }) => (seed === 2 && isBroken ? 'failed' : 'finished'));
    page.actions.addRuns(SEEDS);
    await page.actions.startSweep();
    expect(page.states()).toEqual(['done', 'failed', 'done']);
    const failed = page.store.getState().sweep.runs[1];
    expect(failed?.problem?.subject).toBe('step 3');
    isBroken = false;
    page.actions.retryRuns([failed?.id ?? '']);
    await page.actions.startSweep();
    expect(page.states()).toEqual(['done', 'done', 'done']);
  });

  it('halts after the run under way', async () => {
    const page = pageOf(memoryStorage().storage, ({ seed }) => {
      if (seed === 2) void page.actions.haltSweep();
      return 'finished';
    });
    page.actions.addRuns(SEEDS);
    await page.actions.startSweep();
    expect(page.states()).toEqual(['done', 'done', 'waiting']);
  });

  it('stops at once: the run waits again', async () => {
    const page = pageOf(memoryStorage().storage, ({ seed }) => {
      if (seed === 2) void page.actions.haltSweep({ now: true });
      return seed === 2 ? 'stopped' : 'finished';
    });
    page.actions.addRuns(SEEDS);
    await page.actions.startSweep();
    expect(page.states()).toEqual(['done', 'waiting', 'waiting']);
  });

  it('says what differs where something else is loaded, and can take that instead', async () => {
    const { storage } = memoryStorage();
    const first = pageOf(storage);
    first.actions.addRuns(SEEDS);
    await settled();
    const page = pageOf(storage);
    page.store.dispatch({ type: 'backbone.ready', summary: { ...SUMMARY, name: 'other', sha256: 'f'.repeat(64) } });
    await page.actions.startSweep();
    expect(page.made).toEqual([]);
    const { problem, runs } = page.store.getState().sweep;
    expect(problem?.code).toBe('sweep.other-subject');
    expect(problem?.cause).toContain('the backbone is "other", not "tiny"');
    page.actions.adoptRuns(runs.map(({ id }) => id));
    await page.actions.startSweep();
    expect(page.states()).toEqual(['done', 'done', 'done']);
  });

  it('goes on in memory where the storage is full, and keeps everything once there is room', async () => {
    const { storage, records, fill } = memoryStorage();
    const page = pageOf(storage);
    fill(true);
    page.actions.addRuns(SEEDS.slice(0, 1));
    await page.actions.startSweep();
    expect(page.states()).toEqual(['done']);
    expect(page.store.getState().sweep.problem?.code).toBe('sweep.quota');
    expect(records.size).toBe(0);
    fill(false);
    page.actions.addRuns(SEEDS.slice(1));
    await settled();
    expect(records.size).toBe(3);
    expect(page.store.getState().sweep.problem).toBeNull();
  });

  it('works without any storage', async () => {
    const none = () => Promise.reject(new ReferenceError('indexedDB is not defined'));
    const page = pageOf({ load: none, save: none, clear: none });
    page.actions.addRuns(SEEDS);
    await page.actions.startSweep();
    expect(page.states()).toEqual(['done', 'done', 'done']);
    expect(page.store.getState().sweep.problem?.code).toBe('sweep.storage');
  });

  it('refuses a fold that is not there as that run’s problem, and goes on', async () => {
    const page = pageOf(memoryStorage().storage);
    page.actions.addRuns([planned({}, { fold: 9 }), planned()]);
    await page.actions.startSweep();
    expect(page.states()).toEqual(['failed', 'done']);
    expect(page.store.getState().sweep.runs[0]?.problem?.code).toBe('dataset.fold');
  });

  it('queues the same run once, and forgets everything when cleared', async () => {
    const { storage, records } = memoryStorage();
    const page = pageOf(storage);
    page.actions.addRuns(SEEDS);
    page.actions.addRuns(SEEDS);
    await settled();
    expect(records.size).toBe(3);
    page.actions.removeRuns([page.store.getState().sweep.runs[0]?.id ?? '']);
    await settled();
    expect(records.size).toBe(2);
    await page.actions.clearSweep();
    expect(records.size).toBe(0);
    expect(page.states()).toEqual([]);
  });

  it('asks for sounds where there are none', async () => {
    const store = createAppStore();
    const hands = { setSplit: () => undefined, startRun: async () => undefined, stopRun: async () => undefined };
    const actions = createSweepActions(store, hands, memoryStorage().storage);
    actions.addRuns(SEEDS);
    expect(store.getState().sweep.problem?.code).toBe('sweep.nothing-loaded');
    await actions.startSweep();
    expect(store.getState().sweep.status).toBe('idle');
  });
});
