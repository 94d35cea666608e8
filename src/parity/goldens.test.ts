import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { goldens } from '../../tests/numeric/goldens';
import { METHODS } from '../model/methods';
import { BOUNDS, passes, runChecks } from './run';
import { absoluteError, relativeError, type CheckResult, type Goldens } from './types';

beforeAll(startCpu);

async function resultsOf(from: Goldens, backend: 'cpu' | null): Promise<CheckResult[]> {
  const out: CheckResult[] = [];
  for await (const result of runChecks(from, backend)) out.push(result);
  return out;
}

const keysOf = async (name: string, key?: string): Promise<string[]> => {
  const value = JSON.parse(await goldens.blob(name).text()) as Record<string, Record<string, unknown>>;
  return Object.keys((key === undefined ? value : value[key]) ?? {});
};
const failures = (results: readonly CheckResult[]) => results.filter((result) => !passes(result));
const namesOf = (results: readonly CheckResult[]) => results.map(({ name }) => name);

describe('the goldens', { timeout: 240_000 }, () => {
  it('of audio, metrics, counts and checkpoints are met', async () => {
    const results = await resultsOf(goldens, null);
    expect(failures(results)).toEqual([]);
    const names = namesOf(results);
    for (const wave of await keysOf('audio/index.json', 'fbank')) expect(names).toContain(`filterbank ${wave}`);
    expect(names.filter((name) => name.startsWith('resampling'))).toHaveLength(
      (await keysOf('audio/index.json', 'resample')).length,
    );
    expect(names.filter((name) => name.startsWith('parameters of'))).toHaveLength(
      (await keysOf('parameter_counts.json')).length,
    );
    expect(names.filter((name) => name.startsWith('metrics of')).length).toBeGreaterThan(0);
    expect(names.filter((name) => name.startsWith('positions,')).length).toBeGreaterThanOrEqual(3);
    expect(names.filter((name) => name.includes(' against '))).toHaveLength(3);
  });

  it('of the forward pass and of training are met on plain CPU', async () => {
    const results = await resultsOf(goldens, 'cpu');
    expect(failures(results)).toEqual([]);
    const names = namesOf(results);
    for (const run of await keysOf('train_index.json')) {
      for (const what of ['parameters', 'logits', 'gradients', 'losses', 'final parameters']) {
        expect(names).toContain(`train ${run}: ${what}`);
      }
    }
    for (const grid of ['crop', 'interpolate', 'overlap']) expect(names).toContain(`forward ${grid}: hidden states`);
    for (const model of ['forward crop', 'Hugging Face AST', 'AST repository, with Hugging Face epsilon']) {
      const looked = [`${model}: attention entropy`, `${model}: rollout`];
      expect(names).toEqual(expect.arrayContaining([`${model}: attentions`, `${model}: logits`, ...looked]));
    }
    for (const method of Object.keys(METHODS)) expect(names).toContain(`method ${method}: rollout`);
    const compared = results.filter(({ name }) =>
      /hidden states|attentions|entropy|rollout|: logits|gradients|: losses/.test(name),
    );
    expect(compared.length).toBeGreaterThan(30);
    // Two ways of adding up never agree to the last bit: an error of nothing means that nothing was compared.
    for (const { name, error } of compared) expect(error, name).toBeGreaterThan(0);
  });
});

describe('runChecks', () => {
  it('fails, and goes on, where goldens are missing', async () => {
    const without = (missing: RegExp): Goldens => ({
      has: (name) => !missing.test(name) && goldens.has(name),
      blob(name) {
        if (missing.test(name)) throw new Error(`${name} is not in the folder.`);
        return goldens.blob(name);
      },
    });
    const results = await resultsOf(without(/metrics\.json/), null);
    expect(failures(results)).toMatchObject([{ name: 'metrics', note: 'metrics.json is not in the folder.' }]);
    expect(namesOf(results).some((name) => name.startsWith('parameters of'))).toBe(true);
  });

  it('fails where a golden says otherwise', async () => {
    const spoilt: Goldens = {
      has: (name) => goldens.has(name),
      blob: (name) =>
        name === 'parameter_counts.json' ? new Blob(['{"linear probe": 35373, "unheard of": 1}']) : goldens.blob(name),
    };
    const results = failures(await resultsOf(spoilt, null));
    expect(namesOf(results)).toEqual(['parameters of "linear probe"', 'parameters of "unheard of"']);
  });

  it('has the bounds of the specification', () => {
    expect(BOUNDS).toEqual({
      cpu: { forward: 2e-4, gradient: 1e-3, loss: 1e-4, final: 1e-3 },
      wasm: { forward: 1e-3, gradient: 1e-3, loss: 5e-4, final: 1e-3 },
      webgpu: { forward: 1e-3, gradient: 1e-3, loss: 5e-4, final: 1e-3 },
    });
  });
});

describe('the measures', () => {
  it('are relative to the largest golden, and absolute', () => {
    expect(relativeError([1, 2.5], [1, 2])).toBe(0.25);
    expect(relativeError([0.5], [0])).toBe(0.5);
    expect(absoluteError([1, 2.5], [1, 2])).toBe(0.5);
    expect(absoluteError([1, 9], [1, 2], (i) => i === 0)).toBe(0);
  });

  it.each([
    ['another length', [1], [1, 2]],
    ['NaN of ours', [NaN, 1], [1, 1]],
    ['NaN in the golden', [1, 1], [1, NaN]],
    ['infinity of ours', [Infinity, 1], [1, 1]],
    ['infinity in both', [Infinity, 1], [Infinity, 1]],
  ])('are infinite for %s', (_, a, b) => {
    expect(relativeError(a, b)).toBe(Infinity);
    expect(absoluteError(a, b)).toBe(Infinity);
  });
});
