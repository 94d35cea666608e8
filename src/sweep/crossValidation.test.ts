import { describe, expect, it } from 'vitest';
import { done, planned, queued, sampleResult, SUBJECT } from '../../tests/numeric/sweepRuns';
import { bestMeanEpoch, crossValidate, foldGroups } from './crossValidation';

/** Three folds whose own best epochs are 1, 2 and 3; averaged, epoch 2 is best. */
const FOLDS = [
  [0.8, 0.7, 0.5],
  [0.5, 0.9, 0.6],
  [0.4, 0.6, 0.7],
];
const runs = FOLDS.map((top1, i) => done(planned({}, { fold: i + 1 }), sampleResult(top1)));

describe('crossValidate', () => {
  it('takes one epoch for all folds, as get_esc_result.py does', () => {
    // numpy: r = mean over folds; argmax -> index 1; r[1] = (0.7 + 0.9 + 0.6) / 3.
    const { ast } = crossValidate(runs);
    expect(ast?.epoch).toBe(2);
    expect(ast?.top1.mean).toBeCloseTo(2.2 / 3, 12);
    expect(ast?.top1.deviation).toBeCloseTo(0.152_752_523_165_195, 12);
    expect(ast?.mAP.mean).toBeCloseTo(1.1 / 3, 12);
  });

  it('gives each fold its own best epoch, which flatters, and the last epoch, which does not', () => {
    const { best, last } = crossValidate(runs);
    expect(best?.epochs).toEqual([1, 2, 3]);
    expect(best?.top1.mean).toBeCloseTo(2.4 / 3, 12);
    expect(last?.epoch).toBe(3);
    expect(last?.top1.mean).toBeCloseTo(1.8 / 3, 12);
  });

  it('takes the earliest of equal epochs, and no epoch that a fold does not have', () => {
    expect(bestMeanEpoch([sampleResult([0.5, 0.5])])).toBe(1);
    expect(bestMeanEpoch([sampleResult([0.1, 0.2, 0.9]), sampleResult([0.1, 0.2])])).toBe(2);
    expect(bestMeanEpoch([])).toBeNull();
  });

  it('reports the test folds only where every fold has one', () => {
    const test = { top1: 0.6, mAP: 0.4, loss: 1 };
    const tested = FOLDS.map((top1) => ({ result: sampleResult(top1, { test }) }));
    expect(crossValidate(tested).test?.top1).toEqual({ mean: expect.closeTo(0.6, 12), deviation: 0, count: 3 });
    expect(crossValidate([...tested, { result: sampleResult([0.5]) }]).test).toBeNull();
  });

  it('says nothing of nothing', () => {
    expect(crossValidate([])).toEqual({ ast: null, best: null, last: null, test: null });
  });
});

describe('foldGroups', () => {
  it('puts together what differs in the fold alone, and knows which folds are to come', () => {
    const other = done(planned({ seed: 2 }, { fold: 4 }), sampleResult());
    const [first, second] = foldGroups([runs[1], other, runs[0], queued(planned({}, { fold: 3 }))].filter((r) => !!r));
    expect(first?.runs.map(({ split }) => split.fold)).toEqual([1, 2, 3]);
    expect(first?.done).toHaveLength(2);
    expect(first?.missing).toEqual([4, 5]);
    expect(second?.runs).toEqual([other]);
  });

  it('leaves out data sets without folds', () => {
    const subject = { ...SUBJECT, data: { ...SUBJECT.data, folds: [] } };
    expect(foldGroups([queued(planned(), subject)])).toEqual([]);
  });
});
