import { describe, expect, it } from 'vitest';
import { epochsOf } from '../../tests/numeric/sweepRuns';
import { resultOf, type FinishedRun } from './resultOf';

const part = { top1: 0.5, mAP: 0.4, loss: 1, top5: 0.9 };
const RUN: FinishedRun = {
  epochs: epochsOf([0.5]),
  report: { trainable: 1, total: 2, best: { epoch: 1, top1: 0.5, mAP: 0.4 }, validation: part, test: null, seconds: 3 },
  clips: { train: 1, validation: 1, test: 0 },
  classes: 10,
  backend: { name: 'wasm', device: 'SIMD' },
};
const top5 = (patch: Partial<FinishedRun>) => resultOf({ ...RUN, ...patch }, new Date(0)).top5;

describe('resultOf', () => {
  it('takes top-5 of the part that is reported, where it says anything', () => {
    expect(top5({})).toBe(0.9);
    expect(top5({ report: { ...RUN.report, test: { ...part, top5: 0.8 } } })).toBe(0.8);
    expect(top5({ classes: 5 })).toBeNull();
    expect(top5({ report: { ...RUN.report, validation: null } })).toBeNull();
  });

  it('is plain data that a storage takes, with the version of the page', () => {
    const result = resultOf(RUN, new Date(0));
    expect(structuredClone(result)).toEqual(result);
    expect(result).toMatchObject({ backend: 'wasm', finishedAt: '1970-01-01T00:00:00.000Z' });
    expect(result.version).toMatch(/^\d+\.\d+\.\d+/);
  });
});
