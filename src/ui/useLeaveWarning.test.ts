import { expect, it } from 'vitest';
import { problemOf } from '../../tests/numeric/appEvents';
import { INITIAL_STATE, type AppState } from '../store/state';
import { wouldLose } from './useLeaveWarning';

const { run, adapter, library } = INITIAL_STATE;

it.each<[AppState['run']['status'], 'kept' | 'not yet' | 'not any more', boolean]>([
  ['starting', 'not yet', true],
  ['running', 'not yet', true],
  ['running', 'kept', false],
  ['running', 'not any more', true],
  ['paused', 'kept', false],
  ['stopping', 'not yet', true],
])('a run that is %s and %s: leaving loses something: %s', (status, kept, loses) => {
  const keptStep = kept === 'not yet' ? null : 8;
  const unkept = kept === 'not any more' ? problemOf('The run') : null;
  expect(wouldLose({ run: { ...run, status, keptStep, unkept }, adapter, library }, false)).toBe(loses);
});

it.each([
  ['trained', false, null, false],
  ['trained', false, 'runs.quota', true],
  ['trained', false, 'runs.storage', true],
  ['trained', false, 'runs.damaged', false],
  ['trained', true, 'runs.quota', false],
  ['imported', false, 'runs.quota', false],
] as const)(
  'an adapter that is %s, exported %s, its storage %s: leaving loses something: %s',
  (origin, isExported, code, loses) => {
    const problem = code && { ...problemOf('The newest runs'), code };
    const state = {
      run: { ...run, status: 'finished' as const },
      adapter: { ...adapter, origin },
      library: { ...library, problem },
    };
    expect(wouldLose(state, isExported)).toBe(loses);
  },
);
