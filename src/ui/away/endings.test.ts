import { describe, expect, it } from 'vitest';
import { reduce } from '../../store/reduce';
import { INITIAL_STATE } from '../../store/state';
import { DEFAULT_CONFIG } from '../../training/config';
import { reportOf } from '../../../tests/numeric/appEvents';
import { endingOf } from './endings';

const report = reportOf('finished', { epoch: 2, top1: 0.625, mAP: 0.7 });
const running = reduce(INITIAL_STATE, { type: 'run.starting', config: DEFAULT_CONFIG });
const problem = {
  code: 'x',
  subject: 'The graphics device',
  cause: 'was lost.',
  cure: 'Again.',
  severity: 'error',
} as const;
const failed = reduce(running, { type: 'run.failed', problem });
const finished = reduce(running, { type: 'run.ended', report, predictions: [] });
const queued = reduce(running, { type: 'sweep.status', status: 'running' });

describe('endingOf', () => {
  it('tells of a run once, with its result or its problem', () => {
    expect(endingOf(running, finished)).toEqual({
      title: 'Training finished.',
      text: 'Best top-1 on validation 62.5 %, at epoch 2.',
    });
    expect(endingOf(finished, { ...finished })).toBeNull();
    expect(endingOf(running, failed)).toEqual({ title: 'Training failed.', text: 'The graphics device: was lost.' });
    expect(endingOf(INITIAL_STATE, running)).toBeNull();
  });

  it('says nothing of the runs of a queue, and of the queue when it ends', () => {
    const next = reduce(queued, { type: 'run.ended', report, predictions: [] });
    expect(endingOf(queued, next)).toBeNull();
    expect(endingOf(next, reduce(next, { type: 'sweep.status', status: 'idle' }))).toEqual({
      title: 'The queue of runs has ended.',
      text: '0 runs done.',
    });
  });
});
