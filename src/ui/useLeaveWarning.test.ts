import { expect, it } from 'vitest';
import { INITIAL_STATE } from '../store/state';
import { wouldLose } from './useLeaveWarning';

it.each([
  ['idle', null, false, false],
  ['starting', null, false, true],
  ['running', null, false, true],
  ['paused', 'trained', true, true],
  ['stopping', null, false, true],
  ['finished', 'trained', false, true],
  ['failed', 'trained', false, true],
  ['finished', 'trained', true, false],
  ['finished', 'imported', false, false],
] as const)('run %s, adapter %s, exported %s: leaving loses something: %s', (status, origin, isExported, loses) => {
  const { run, adapter } = INITIAL_STATE;
  expect(wouldLose({ ...run, status }, { ...adapter, origin }, isExported)).toBe(loses);
});
