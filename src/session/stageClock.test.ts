import { describe, expect, it } from 'vitest';
import { DATASET, progressOf, SPLIT, stepPoint } from '../../tests/numeric/appEvents';
import { createAppStore } from '../store/store';
import { DEFAULT_CONFIG } from '../training/config';
import { timeStages } from './stageClock';

describe('the stages of a run', () => {
  it('are timed from what the page hears of it', () => {
    const store = createAppStore();
    let now = 0;
    timeStages(store, () => now);
    const at = (seconds: number, ...events: Parameters<typeof store.dispatch>) => {
      now = seconds;
      store.dispatch(...events);
    };
    const evaluated = (done: number) => ({ ...progressOf('evaluate'), done, total: 2 });
    const engine = (event: Parameters<typeof store.dispatch>[0] & { type: 'engine.event' }) => event;
    at(0, { type: 'backbone.loading' });
    at(2, { type: 'backbone.refused', problem: null });
    at(3, { type: 'data.ready', dataset: DATASET, split: SPLIT });
    at(5, { type: 'run.starting', config: DEFAULT_CONFIG });
    at(
      6,
      engine({
        type: 'engine.event',
        event: { type: 'run.ready', trainable: 1, total: 2, mean: 0, std: 1, stepsPerEpoch: 2, microBatch: 4 },
      }),
    );
    at(6, engine({ type: 'engine.event', event: { type: 'run.state', state: 'running' } }));
    at(9, engine({ type: 'engine.event', event: { type: 'run.steps', points: [stepPoint(1)], secondsLeft: 1 } }));
    at(19, engine({ type: 'engine.event', event: { type: 'progress', progress: evaluated(1) } }));
    at(21, engine({ type: 'engine.event', event: { type: 'progress', progress: evaluated(2) } }));
    at(22, engine({ type: 'engine.event', event: { type: 'run.state', state: 'paused' } }));
    at(99, { type: 'run.failed', problem: { code: 'x', subject: '', cause: '', cure: '', severity: 'error' } });
    expect(store.getState().stages).toEqual({
      current: null,
      seconds: { download: 2, measure: 1, compile: 3, train: 11, evaluate: 2 },
    });
  });
});
