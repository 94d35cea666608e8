import { describe, expect, it } from 'vitest';
import { INITIAL_STATE, type AppState } from '../../store/state';
import { whyNotMeasure } from './whyNotMeasure';

const READY: AppState = {
  ...INITIAL_STATE,
  engine: {
    status: 'ready',
    backend: { name: 'webgpu', device: 'a GPU', software: false, reason: '' },
    problem: null,
  },
};

describe('a measurement', () => {
  it('may start on a page at rest, with or without data', () => {
    expect(whyNotMeasure(READY)).toBeNull();
    expect(whyNotMeasure({ ...READY, run: { ...READY.run, status: 'finished' } })).toBeNull();
  });

  it.each<[string, Partial<AppState>, string]>([
    ['before the engine', { engine: INITIAL_STATE.engine }, 'The engine is starting'],
    ['during a run', { run: { ...READY.run, status: 'running' } }, 'A run is under way'],
    ['during a pause of a run', { run: { ...READY.run, status: 'paused' } }, 'A run is under way'],
    ['while the queue works', { sweep: { ...READY.sweep, status: 'pausing' } }, 'The queue is at work'],
    ['while sounds are read', { data: { ...READY.data, status: 'preparing' } }, 'The sounds are being read'],
    ['while a backbone loads', { backbone: { ...READY.backbone, status: 'loading' } }, 'The backbone is loading'],
    ['while maps are made', { look: { ...READY.look, busy: true } }, 'The model is at work'],
    ['during a prediction', { tries: { ...READY.tries, progress: { done: 0, total: 1 } } }, 'The model is at work'],
    [
      'in plain JavaScript',
      { engine: { ...READY.engine, backend: { name: 'cpu', device: '', software: false, reason: '' } } },
      'choose another backend',
    ],
  ])('may not start %s', (_, change, why) => {
    expect(whyNotMeasure({ ...READY, ...change })).toContain(why);
  });
});
