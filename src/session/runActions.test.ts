import { describe, expect, it } from 'vitest';
import { DATASET, SPLIT } from '../../tests/numeric/appEvents';
import { ProblemError, warning, type Problem } from '../core/problem';
import { createAppStore } from '../store/store';
import { DEFAULT_CONFIG, RECIPES, type RunConfig } from '../training/config';
import type { Preparation } from '../training/preparation';
import type { AudioPool } from '../worker/audioPool';
import type { EngineClient } from '../worker/engineClient';
import { createRunActions } from './runActions';

/** Run actions over an engine that does as `runStart` says, and what was asked for. */
function actionsWith(
  config: Partial<RunConfig>,
  multiLabel: boolean,
  runStart: () => Promise<unknown>,
  renewEngine: () => Promise<Problem | null> = async () => null,
) {
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
  const actions = createRunActions({ store, pool, engine: () => client }, data, ended, recorder, renewEngine);
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

describe('a run whose device is lost', () => {
  const lost = { ...warning('gpu.lost', 'The graphics device', 'was lost.', 'Restart.'), severity: 'error' } as const;
  const cutOff = () => Promise.reject(new ProblemError(lost));

  it('promise 41: counts the loss of a device that was only just put in the place of another', async () => {
    let renewed = 0;
    const { store, actions } = actionsWith({}, false, cutOff, async () => {
      renewed++;
      return renewed === 1 ? lost : null;
    });
    await actions.startRun();
    const { status, problem } = store.getState().run;
    expect([status, problem?.code]).toEqual(['failed', 'gpu.lost']);
    expect(problem?.cause).toContain('lost 3 times');
    expect(renewed).toBe(3);
  });

  it('ends with what is wrong with the new one, where that is something else', async () => {
    const missing = { ...lost, code: 'gpu.missing', cause: 'is not there any more.' };
    const { store, actions } = actionsWith({}, false, cutOff, async () => missing);
    await actions.startRun();
    expect(store.getState().run.problem).toEqual(missing);
  });
});
