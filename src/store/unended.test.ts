import { expect, it } from 'vitest';
import { problemOf, UNENDED } from '../../tests/numeric/appEvents';
import { NO_UNENDED, reduceUnended } from './unended';

it('holds what was found until it is gone', () => {
  const problem = problemOf('The run');
  const found = reduceUnended(NO_UNENDED, { type: 'unended.found', run: UNENDED, problem, folders: ['sounds'] });
  expect(found).toEqual({ run: UNENDED, problem, folders: ['sounds'] });
  expect(reduceUnended(found, { type: 'unended.found', run: null, problem: null, folders: [] })).toEqual(NO_UNENDED);
  expect(reduceUnended(found, { type: 'unended.gone' })).toBe(NO_UNENDED);
  expect(reduceUnended(NO_UNENDED, { type: 'unended.gone' })).toBe(NO_UNENDED);
});
