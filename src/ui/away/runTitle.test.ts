import { expect, it } from 'vitest';
import { NO_RUN, type RunState } from '../../store/state';
import { DEFAULT_CONFIG } from '../../training/config';
import { reportOf } from '../../../tests/numeric/appEvents';
import { runTitle } from './runTitle';

const report = reportOf('finished', { epoch: 2, top1: 0.625, mAP: 0.7 });
const config = { ...DEFAULT_CONFIG, epochs: 4 };

it.each<[Partial<RunState>, string]>([
  [{}, 'LoAA Playground'],
  [{ status: 'starting', config }, 'Getting ready · LoAA Playground'],
  [{ status: 'running', config, stepsPerEpoch: 5, step: 0 }, '0 % · LoAA Playground'],
  [{ status: 'running', config, stepsPerEpoch: 5, step: 9 }, '45 % · LoAA Playground'],
  // Not 100 before the last step is done.
  [{ status: 'running', config, stepsPerEpoch: 50, step: 199 }, '99 % · LoAA Playground'],
  [{ status: 'paused', config, stepsPerEpoch: 5, step: 5 }, 'Paused at 25 % · LoAA Playground'],
  [{ status: 'finished', config, report }, 'Finished, 62.5 % · LoAA Playground'],
  [{ status: 'stopped', config }, 'Stopped · LoAA Playground'],
  [{ status: 'failed', config }, 'Failed · LoAA Playground'],
])('of %o is %s', (run, title) => {
  expect(runTitle({ ...NO_RUN, ...run })).toBe(title);
});
