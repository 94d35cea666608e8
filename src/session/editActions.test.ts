import { describe, expect, it } from 'vitest';
import { createAppStore } from '../store/store';
import type { AudioPool } from '../worker/audioPool';
import type { EngineClient } from '../worker/engineClient';
import type { StoredClip } from '../worker/protocol';
import { createDataActions } from './dataActions';
import { createEditActions } from './editActions';
import type { EditStorage } from './editStorage';

const named = (label: string, count: number) =>
  Array.from({ length: count }, (_, i) => new File(['x'], `${label}_${i}.wav`));
const PETS = [...named('cat', 10), ...named('dog', 10)];

/** Data and edits over audio workers that note what they prepare and refuse names with "broken". */
function actionsWith(kept = new Map<string, unknown>(), storage?: EditStorage) {
  const store = createAppStore();
  const prepared: string[] = [];
  const held = new Set<string>();
  const pool: AudioPool = {
    size: 2,
    async run(_, source) {
      if (source.path.includes('broken')) throw new Error('no sound');
      prepared.push(source.path);
      const features = { data: new Float32Array(128), frames: 1, bins: 128 };
      return { features, wave: null, seconds: 1, sampleRate: 8000, channelCount: 1, warnings: [] } as never;
    },
  };
  const client: EngineClient = {
    async call(name, input) {
      if (name === 'clips.clear') held.clear();
      if (name === 'clips.put') for (const { id } of input as unknown as StoredClip[]) held.add(id);
      return null as never;
    },
    terminate: () => undefined,
  };
  const memory: EditStorage = {
    load: async (fingerprint) => structuredClone(kept.get(fingerprint)),
    save: async (fingerprint, record) => void (record ? kept.set(fingerprint, record) : kept.delete(fingerprint)),
  };
  const context = { store, pool, engine: () => client };
  const data = createDataActions(
    context,
    () => undefined,
    (base) => void edits.remember(base),
  );
  const edits = createEditActions(context, data, storage ?? memory, () => new Date('2026-01-02T03:04:05Z'));
  return { store, data, edits, prepared, held, kept };
}

const classOf = (store: ReturnType<typeof createAppStore>, id: string) => {
  const { dataset } = store.getState().data;
  return dataset?.clips.find((clip) => clip.id === id)?.labels.map((label) => dataset.classes[label]);
};
const turns = () => new Promise((resolve) => setTimeout(resolve, 10));

describe('edits of the data set', () => {
  it('relabel at once, decode nothing again, and are undone and redone', async () => {
    const { store, data, edits, prepared } = actionsWith();
    await data.openFiles(PETS);
    const before = store.getState().data;
    await edits.relabel(['cat_1.wav', 'cat_2.wav', 'unknown'], [' dog ']);
    expect(classOf(store, 'cat_1.wav')).toEqual(['dog']);
    expect(store.getState().edits.history.done.map(({ title }) => title)).toEqual(['Relabelled 2 clips as dog']);
    expect(store.getState().data.status).toBe('ready');
    await edits.undoEdit();
    expect(store.getState().data).toMatchObject({ dataset: before.dataset, split: before.split });
    await edits.redoEdit();
    expect(classOf(store, 'cat_2.wav')).toEqual(['dog']);
    await edits.mergeClasses(['cat'], 'lion');
    expect(store.getState().data.dataset?.classes).toEqual(['lion', 'dog']);
    expect(prepared).toHaveLength(20);
  });

  it('that would change nothing make no step', async () => {
    const { store, data, edits } = actionsWith();
    await data.openFiles(PETS);
    await edits.include(['cat_1.wav']);
    await edits.exclude(['nothing']);
    await edits.mergeClasses(['dog'], 'dog');
    await edits.undoEdit();
    expect(store.getState().edits.history.done).toEqual([]);
  });

  it('are refused during a run and while sounds are read, with nothing changed', async () => {
    const { store, data, edits } = actionsWith();
    await data.openFiles(PETS);
    store.dispatch({ type: 'run.starting', config: store.getState().config });
    await edits.relabel(['cat_1.wav'], ['dog']);
    expect(store.getState().edits.problem).toMatchObject({ code: 'edits.busy', severity: 'error' });
    expect(classOf(store, 'cat_1.wav')).toEqual(['cat']);
    store.dispatch({ type: 'run.cancelled' });
    store.dispatch({ type: 'data.reading' });
    await edits.exclude(['cat_1.wav']);
    expect(store.getState().edits).toMatchObject({ problem: { code: 'edits.busy' }, history: { done: [] } });
  });

  it('that leave one class or give no label are refused', async () => {
    const { store, data, edits } = actionsWith();
    await data.openFiles(PETS);
    await edits.mergeClasses(['cat'], 'dog');
    expect(store.getState().edits.problem?.code).toBe('dataset.one-class');
    await edits.relabel(['cat_1.wav'], ['  ']);
    expect(store.getState().edits.problem?.code).toBe('dataset.label');
    await edits.relabel(['cat_1.wav'], ['dog', 'cat']);
    expect(store.getState().edits.problem?.code).toBe('dataset.label');
    await edits.exclude(['cat_1.wav']);
    expect(store.getState().edits.problem).toBeNull();
  });

  it('add sounds, prepared once and under names of their own; those that cannot be used are listed', async () => {
    const { store, data, edits, prepared, held } = actionsWith();
    await data.openFiles(PETS);
    const owls = [new File(['x'], 'a.wav'), new File(['x'], 'broken.wav')];
    await edits.addClips(owls, 'owl');
    await edits.addClips([new File(['x'], 'a.wav')], 'owl');
    await edits.undoEdit();
    await edits.undoEdit();
    expect(store.getState().data.dataset?.classes).toEqual(['cat', 'dog']);
    await edits.redoEdit();
    await edits.redoEdit();
    expect(classOf(store, 'added/owl/a.wav (2)')).toEqual(['owl']);
    expect(prepared.filter((path) => path.startsWith('added'))).toHaveLength(2);
    expect(held.has('added/owl/a.wav')).toBe(true);
    expect(store.getState().data.problems.map(({ subject }) => subject)).toEqual(['added/owl/broken.wav']);
    const { split } = store.getState().data;
    expect([...(split?.train ?? []), ...(split?.validation ?? [])].filter((id) => id.startsWith('added'))).toHaveLength(
      2,
    );
    await edits.addClips([new File(['x'], 'broken.wav')], 'owl');
    expect(store.getState().edits.problem?.code).toBe('edits.none-usable');
  });

  it('make a data set of recordings alone, once there are two classes', async () => {
    const { store, edits } = actionsWith();
    await edits.addClips(named('hum', 3), 'hum');
    expect(store.getState()).toMatchObject({ data: { status: 'empty', dataset: null } });
    expect(store.getState().edits.clips).toHaveLength(3);
    await edits.addClips(named('clap', 3), 'clap');
    const { status, dataset, split } = store.getState().data;
    expect([status, dataset?.classes]).toEqual(['ready', ['hum', 'clap']]);
    expect([split?.train.length, split?.validation.length]).toEqual([4, 2]);
  });

  it('a split chosen afterwards keeps them', async () => {
    const { store, data, edits } = actionsWith();
    await data.openFiles(PETS);
    await edits.exclude(['cat_0.wav']);
    data.setSplit({ validationShare: 0.5 });
    await turns();
    const { split } = store.getState().data;
    expect([...(split?.train ?? []), ...(split?.validation ?? [])]).toHaveLength(19);
    await data.prepareAgain();
    expect(store.getState().data.dataset?.clips).toHaveLength(19);
    expect(store.getState().edits.history.done).toHaveLength(1);
  });
});

describe('corrections of an earlier visit', () => {
  it('are offered for the same files, applied as they were made, and kept until they are', async () => {
    const first = actionsWith();
    await first.data.openFiles(PETS);
    await first.edits.relabel(['cat_1.wav'], ['dog']);
    await first.edits.mergeClasses(['dog'], 'hound');
    await turns();
    const second = actionsWith(first.kept);
    await second.data.openFiles(PETS);
    await turns();
    const { earlier } = second.store.getState().edits;
    expect(earlier).toMatchObject({ savedAt: '2026-01-02T03:04:05.000Z', steps: [{}, {}] });
    await second.edits.exclude(['cat_2.wav']);
    await second.edits.applyEarlierEdits();
    await turns();
    expect(second.store.getState().edits.earlier).toBeNull();
    expect(classOf(second.store, 'cat_1.wav')).toEqual(['hound']);
    expect(second.store.getState().edits.history.done).toHaveLength(3);

    const third = actionsWith(second.kept);
    await third.data.openFiles(PETS);
    await turns();
    expect(third.store.getState().edits.earlier?.steps).toHaveLength(3);
    await third.edits.dismissEarlierEdits();
    await turns();
    expect(third.kept.size).toBe(0);
    const other = actionsWith(first.kept);
    await other.data.openFiles(named('cat', 9).concat(named('dog', 9)));
    await turns();
    expect(other.store.getState().edits.earlier).toBeNull();
  });

  it('that cannot be kept are told, and stay in the tab', async () => {
    const full = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    const { store, data, edits } = actionsWith(new Map(), { load: full, save: full });
    await data.openFiles(PETS);
    await edits.relabel(['cat_1.wav'], ['dog']);
    await turns();
    expect(store.getState().edits.problem?.code).toBe('edits.storage');
    expect(classOf(store, 'cat_1.wav')).toEqual(['dog']);
  });

  it('come back from a csv too', async () => {
    const { store, data, edits } = actionsWith();
    await data.openFiles(PETS);
    await edits.applyCorrections(new File(['clip,original,label,excluded\r\ncat_1.wav,cat,dog,no\r\n'], 'x.csv'));
    expect(classOf(store, 'cat_1.wav')).toEqual(['dog']);
    await edits.applyCorrections(new File(['clip,label,excluded\r\nother,dog,no\r\n'], 'x.csv'));
    expect(store.getState().edits.problem?.code).toBe('edits.nothing');
  });
});
