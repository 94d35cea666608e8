import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DATASET, SPLIT } from '../../tests/numeric/appEvents';
import { memoryRunStorage } from '../../tests/numeric/memoryRunStorage';
import { DEFAULT_SPLIT } from '../dataset/defaultSplit';
import type { SplitOptions } from '../dataset/types';
import { createAppStore } from '../store/store';
import { subjectData } from '../sweep/fingerprint';
import type { RunConfig } from '../training/config';
import type { AudioPool } from '../worker/audioPool';
import type { EngineClient } from '../worker/engineClient';
import { createLibraryActions } from './libraryActions';
import { createRunLibrary } from './runLibrary';

const TRAINED = 'tests/runs/trained';
const DIVIDED = { ...DEFAULT_SPLIT, seed: 4, validationShare: 0.3, trainPerClass: 2 };

/** What train.py wrote of a run on this data: its folder without the adapter. */
function folderOf(fingerprint: string): File[] {
  return readdirSync(TRAINED)
    .filter((name) => !name.startsWith('adapter'))
    .map((name) => {
      const text = readFileSync(join(TRAINED, name), 'utf8');
      if (name !== 'run.json') return new File([text], name);
      const run = JSON.parse(text) as { data: object };
      const data = { ...run.data, split: DIVIDED, fingerprint };
      return new File([JSON.stringify({ ...run, data })], name);
    });
}

/** A page with data open, where a folder of train.py is imported and its settings are taken over. */
async function adopted(fingerprint: string) {
  const store = createAppStore();
  store.dispatch({ type: 'data.ready', dataset: DATASET, split: SPLIT });
  const library = createRunLibrary(store, memoryRunStorage().storage, { send: () => undefined, hear: () => undefined });
  const configured: Partial<RunConfig>[] = [];
  const divided: Partial<SplitOptions>[] = [];
  const hands = {
    configure: (patch: Partial<RunConfig>) => void configured.push(patch),
    setSplit: (patch: Partial<SplitOptions>) => void divided.push(patch),
  };
  const client: EngineClient = { call: async () => null as never, terminate: () => undefined };
  const context = { store, pool: {} as AudioPool, engine: () => client };
  const actions = createLibraryActions(context, library, hands, async () => undefined);
  await actions.importRuns(folderOf(fingerprint));
  const [run] = store.getState().library.runs;
  await actions.openRun(run?.id ?? '');
  return { problem: store.getState().library.problem, judged: store.getState().run.judged, configured, divided };
}

describe('a run of train.py that is opened', () => {
  it('is divided as it was there where its data is open, to be trained again', async () => {
    const { problem, judged, configured, divided } = await adopted(subjectData(DATASET).digest);
    expect(problem).toBeNull();
    expect(configured).toMatchObject([{ seed: 1, learningRate: 0.002 }]);
    expect(divided).toEqual([DIVIDED]);
    expect(judged?.dataset).toBe(DATASET);
  });

  it('leaves the split of other data as it is', async () => {
    const { divided, judged } = await adopted('f'.repeat(16));
    expect(divided).toEqual([]);
    expect(judged?.dataset.clips).toEqual([]);
  });
});
