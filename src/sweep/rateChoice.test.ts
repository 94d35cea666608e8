import { describe, expect, it } from 'vitest';
import { done, planned, queued, sampleResult } from '../../tests/numeric/sweepRuns';
import { rateChoices, reportable } from './rateChoice';
import type { SweepRun } from './types';

const RATES = [5e-5, 1e-4, 5e-4];

/** A run at a rate, with its validation and test top-1. */
function tried(learningRate: number, validation: number, test: number, seed = 1): SweepRun {
  const result = sampleResult([validation], { test: { top1: test, mAP: test, loss: 1 } });
  return done(planned({ learningRate, seed }, {}, RATES), result);
}

describe('rateChoices', () => {
  it('chooses by validation, whatever the test says', () => {
    const runs = [tried(5e-5, 0.5, 0.9), tried(1e-4, 0.7, 0.4), tried(5e-4, 0.6, 0.8)];
    const [choice] = rateChoices(runs);
    expect(choice?.isSettled).toBe(true);
    expect(choice?.chosen?.config.learningRate).toBe(1e-4);
    expect(reportable(runs).map(({ result }) => result.test?.top1)).toEqual([0.4]);
  });

  it('chooses for each seed on its own, and reports nothing before all rates have ended', () => {
    const first = RATES.map((rate, i) => tried(rate, 0.5 + 0.1 * i, 0.5));
    const second = [tried(5e-5, 0.9, 0.5, 2), queued(planned({ learningRate: 1e-4, seed: 2 }, {}, RATES))];
    const choices = rateChoices([...first, ...second]);
    expect(choices.map(({ isSettled, chosen }) => [isSettled, chosen?.config.learningRate ?? null])).toEqual([
      [true, 5e-4],
      [false, null],
    ]);
    expect(reportable([...first, ...second])).toHaveLength(1);
  });

  it('counts a rate that diverged as one that lost', () => {
    const failed: SweepRun = { ...queued(planned({ learningRate: 5e-4 }, {}, RATES)), state: 'failed' };
    const [choice] = rateChoices([tried(5e-5, 0.5, 0.5), tried(1e-4, 0.4, 0.5), failed]);
    expect(choice?.chosen?.config.learningRate).toBe(5e-5);
  });

  it('leaves runs alone that are no candidates', () => {
    const plain = done(planned({ learningRate: 1e-3 }), sampleResult());
    expect(rateChoices([plain])).toEqual([]);
    expect(reportable([plain])).toEqual([plain]);
  });
});
