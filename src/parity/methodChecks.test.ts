import { beforeAll, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { held } from '../../tests/numeric/leaks';
import { METHODS } from '../model/methods';
import { methodChecks } from './methodChecks';
import { passes } from './run';
import type { CheckResult } from './types';

beforeAll(startCpu);

it('every method has the slopes that it says, trains all that it should and nothing else, and frees what it took', async () => {
  const before = held();
  const results: CheckResult[] = [];
  for await (const result of methodChecks()) results.push(result);
  expect(results.filter((result) => !passes(result))).toEqual([]);
  expect(results).toHaveLength(2 * Object.keys(METHODS).length);
  for (const { name, error } of results) if (name.endsWith('slopes')) expect(error, name).toBeGreaterThan(0);
  expect(held()).toEqual(before);
});
