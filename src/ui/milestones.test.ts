import { describe, expect, it } from 'vitest';
import { reduce } from '../store/reduce';
import { INITIAL_STATE } from '../store/state';
import { DEFAULT_CONFIG } from '../training/config';
import { reportOf } from '../../tests/numeric/appEvents';
import { milestone } from './milestones';

const report = reportOf('finished', { epoch: 2, top1: 0.625, mAP: 0.7 });
const started = reduce(INITIAL_STATE, { type: 'run.starting', config: { ...DEFAULT_CONFIG, epochs: 3 } });
const point = { epoch: 2, step: 20, trainLoss: 1, trainTop1: 0.5, loss: 1, top1: 0.625, mAP: 0.7 };
const measured = reduce(started, { type: 'engine.event', event: { type: 'run.epoch', point, best: true } });

describe('milestone', () => {
  it('tells of an epoch once', () => {
    expect(milestone(started, measured)).toBe('Epoch 2 of 3: top-1 on validation 62.5 %.');
    expect(milestone(measured, { ...measured })).toBeNull();
  });

  it('tells of the end with the best epoch', () => {
    const ended = reduce(measured, { type: 'run.ended', report, predictions: [] });
    expect(milestone(measured, ended)).toBe('Training finished. Best top-1 on validation 62.5 %, at epoch 2.');
  });

  it('tells of the start, of a pause and of what goes on after it', () => {
    const withStatus = (status: typeof started.run.status) => ({ ...started, run: { ...started.run, status } });
    const running = withStatus('running');
    const paused = withStatus('paused');
    expect(milestone(withStatus('starting'), running)).toBe('Training started.');
    expect(milestone(running, paused)).toBe('Training paused.');
    expect(milestone(paused, running)).toBe('Training goes on.');
  });

  it('tells of data that became ready', () => {
    const dataset = {
      name: 'pets',
      layout: 'folders',
      multiLabel: false,
      recognised: '',
      classes: ['cat', 'dog'],
      clips: [],
      folds: [],
      problems: [],
    } as const;
    const split = { train: [], validation: [], test: [] };
    const ready = reduce(INITIAL_STATE, { type: 'data.ready', dataset, split });
    expect(milestone(INITIAL_STATE, ready)).toBe('Data ready: 0 clips in 2 classes.');
    expect(milestone(ready, ready)).toBeNull();
  });
});
