import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { methodGoldens } from '../../tests/numeric/goldens';
import { METHODS } from '../model/methods';
import { openCheckpoint } from '../weights/openCheckpoint';
import { methodGoldenChecks } from './methodGoldens';
import { BOUNDS, passes } from './run';
import { METHOD_GOLDENS, type CheckResult } from './types';

beforeAll(startCpu);

describe('the goldens of every method', () => {
  it('are met on plain CPU: logits, gradients, and three steps', async () => {
    const results: CheckResult[] = [];
    for await (const result of methodGoldenChecks(methodGoldens, BOUNDS.cpu)) results.push(result);
    expect(results.filter((result) => !passes(result))).toEqual([]);
    const { metadata } = await openCheckpoint(methodGoldens.blob(METHOD_GOLDENS.cases), METHOD_GOLDENS.cases);
    const cases = JSON.parse(metadata.get('cases') ?? '{}') as Record<string, { settings: { method: string } }>;
    for (const name of Object.keys(cases)) {
      for (const what of ['logits', 'gradients', 'losses', 'final parameters']) {
        const found = results.find((result) => result.name === `method ${name}: ${what}`);
        // Two ways of adding up never agree to the last bit: an error of nothing means that nothing was compared.
        expect(found?.error, `${name}: ${what}`).toBeGreaterThan(0);
      }
    }
    const covered = new Set(Object.values(cases).map(({ settings }) => settings.method));
    expect([...covered, 'linear-probe'].sort()).toEqual(Object.keys(METHODS).sort());
  });
});
