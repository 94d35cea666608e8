import { describe, expect, it } from 'vitest';
import { DATASET, SPLIT } from '../../tests/numeric/appEvents';
import { createAppStore } from '../store/store';
import { DEFAULT_CONFIG, RECIPES, type RunConfig } from '../training/config';
import type { Preparation } from '../training/preparation';
import type { AudioPool } from '../worker/audioPool';
import type { EngineClient } from '../worker/engineClient';
import { createRunActions } from './runActions';

/** Run actions over an engine that does as `runStart` says, and what was asked for. */
function actionsWith(config: Partial<RunConfig>, multiLabel: boolean, runStart: () => Promise<unknown>) {
  const store = createAppStore();
  store.dispatch({ type: 'data.ready', dataset: { ...DATASET, multiLabel }, split: SPLIT });
  store.dispatch({ type: 'config.changed', patch: config });
  const client: EngineClient = {
    call: async (name) => (name === 'run.start' ? await runStart() : []) as never,
    terminate: () => undefined,
  };
  const pool = {} as AudioPool;
  const wanted: Preparation[] = [];
  const data = {
    ensurePrepared: async (one: Preparation) => void wanted.push(one),
    cancelData: () => undefined,
    stopMeasuring: () => undefined,
  };
  const recorder = { begun: () => undefined, ended: async () => undefined };
  const ended = { trained: async () => undefined, unended: async () => undefined };
  const actions = createRunActions({ store, pool, engine: () => client }, data, ended, recorder, async () => false);
  return { store, actions, wanted };
}

const stopped = () => Promise.reject(new DOMException('Stopped.', 'AbortError'));
const notReached = () => Promise.reject(new Error('The run began.'));

describe('starting a run', () => {
  it('refuses cross entropy where clips may have several classes, before anything is prepared', async () => {
    const { store, actions, wanted } = actionsWith({ loss: 'ce' }, true, notReached);
    await actions.startRun();
    const { status, problem } = store.getState().run;
    expect([status, problem?.code, problem?.subject]).toEqual(['failed', 'training.one-label', 'pets']);
    expect(problem?.cure).toContain(RECIPES['multi-label'].title);
    expect(wanted).toEqual([]);
  });

  it('is cancelled, not failed, where it is stopped before it began', async () => {
    const { store, actions } = actionsWith(RECIPES['multi-label'].settings, true, stopped);
    await actions.startRun();
    expect(store.getState().run.status).toBe('idle');
  });

  it('asks for whole waveforms where windows are cut', async () => {
    const { actions, wanted } = actionsWith({ ...DEFAULT_CONFIG, ...RECIPES['epic-sounds'].settings }, false, stopped);
    await actions.startRun();
    expect(wanted).toEqual([{ frontEnd: 'epic', frames: 1024, waves: true, whole: true }]);
  });
});
