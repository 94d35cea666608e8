import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averagePrecision, meanOfPresent } from './averagePrecision';
import { averagePrecisions, classMetrics, confusionMatrix, evaluate, topK } from './metrics';

interface Golden {
  readonly labels: number[];
  readonly scores: number[][];
  readonly accuracy: number;
  readonly average_precision: number[];
  readonly mAP: number;
}

const path = resolve(import.meta.dirname, '../../fixtures/metrics.json');
const goldens = JSON.parse(readFileSync(path, 'utf8')) as Golden[];

const close = (value: number | undefined, golden: number | undefined) =>
  expect(Math.abs((value ?? NaN) - (golden ?? NaN))).toBeLessThanOrEqual(1e-9);

describe.each(goldens.map((golden, i) => [i, golden] as const))('golden %d of scikit-learn', (_, golden) => {
  const classCount = golden.scores[0]?.length ?? 0;
  const metrics = evaluate({ scores: golden.scores.flat(), labels: golden.labels, classCount });

  it('accuracy, average precision and mAP', () => {
    close(metrics.top1, golden.accuracy);
    expect(metrics.averagePrecision).toHaveLength(golden.average_precision.length);
    metrics.averagePrecision.forEach((value, c) => close(value, golden.average_precision[c]));
    close(metrics.mAP, golden.mAP);
  });

  it('the confusion matrix agrees with accuracy and support', () => {
    const right = metrics.confusion.reduce((sum, row, c) => sum + (row[c] ?? 0), 0);
    close(right / golden.labels.length, golden.accuracy);
    const supports = metrics.perClass.map(({ support }) => support);
    expect(metrics.confusion.map((row) => row.reduce((a, b) => a + b, 0))).toEqual(supports);
  });
});

describe('averagePrecision', () => {
  it.each([
    // By hand: thresholds at distinct scores only.
    [[0.9, 0.8, 0.7], [true, false, true], (1 + 2 / 3) / 2],
    [[0.5, 0.5, 0.5, 0.5], [true, false, false, false], 0.25],
    [[0.9, 0.5, 0.5, 0.1], [false, true, false, true], (1 / 3 + 1 / 2) / 2],
    [[Infinity, Infinity, -Infinity], [true, false, true], (1 / 2 + 2 / 3) / 2],
    [[1, 2], [false, false], NaN],
    [[NaN, 2], [true, false], NaN],
    [[], [], NaN],
  ])('of %j with %j is %d', (scores, positive, expected) => {
    const value = averagePrecision(scores, positive);
    if (Number.isNaN(expected)) expect(value).toBeNaN();
    else close(value, expected);
  });

  it('is the mean precision at each positive where no scores are equal, and depends on their order alone', () => {
    const cases = fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(cases, fc.integer(), (scores, bits) => {
        const positive = scores.map((_, i) => i === 0 || ((bits >> (i % 31)) & 1) === 1);
        const ranked = scores.map((score, i) => ({ score, hit: positive[i] })).sort((a, b) => b.score - a.score);
        const precisions = ranked.flatMap(({ hit }, k) =>
          hit ? [ranked.slice(0, k + 1).filter((each) => each.hit).length / (k + 1)] : [],
        );
        const expected = precisions.reduce((a, b) => a + b, 0) / precisions.length;
        close(averagePrecision(scores, positive), expected);
        close(
          averagePrecision(
            scores.map((score) => Math.atan(score)),
            positive,
          ),
          expected,
        );
      }),
    );
  });
});

describe('absent classes and failures', () => {
  it('leaves classes without clips out of the mean', () => {
    const scored = { scores: [3, 1, 2, 1, 3, 2], labels: [0, 1], classCount: 3 };
    expect(averagePrecisions(scored)).toEqual([1, 1, NaN]);
    expect(evaluate(scored)).toMatchObject({ top1: 1, top5: 1, mAP: 1 });
    expect(meanOfPresent([NaN, NaN])).toBeNaN();
  });

  it('takes a row with NaN for wrong, and gives no mAP', () => {
    const scored = { scores: [NaN, 1, 0, 1], labels: [0, 1], classCount: 2 };
    expect(topK(scored, 1)).toBe(0.5);
    expect(topK(scored, 2)).toBe(0.5);
    expect(evaluate(scored).mAP).toBeNaN();
    expect(confusionMatrix(scored)).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });

  it.each([
    [[1, 2, 3], [0], 2],
    [[1, 2], [2], 2],
    [[1, 2], [0.5], 2],
    [[1, 2], [-1], 2],
  ])('refuses scores %j, labels %j, %d classes', (scores, labels, classCount) => {
    expect(() => evaluate({ scores, labels, classCount })).toThrow(RangeError);
  });
});

describe('top-k and per-class metrics', () => {
  it('puts the lower of equal classes first, as NumPy does', () => {
    const scored = { scores: [1, 1, 1, 1, 1, 1], labels: [0, 2], classCount: 3 };
    expect([1, 2, 3].map((k) => topK(scored, k))).toEqual([0.5, 0.5, 1]);
  });

  it('computes precision, recall, F1 and support', () => {
    const confusion = [
      [2, 1, 0],
      [0, 3, 0],
      [0, 0, 0],
    ];
    expect(classMetrics(confusion, [0, 0, 0, 1, 1, 1])).toEqual([
      { precision: 1, recall: 2 / 3, f1: 4 / 5, support: 3 },
      { precision: 3 / 4, recall: 1, f1: 6 / 7, support: 3 },
      { precision: NaN, recall: NaN, f1: NaN, support: 0 },
    ]);
  });

  it('reads scores of the GPU (float32) as they are', () => {
    const scores = Float32Array.from([0.1, 0.2, 0.3, 0.1]);
    expect(evaluate({ scores, labels: Int32Array.from([1, 0]), classCount: 2 }).top1).toBe(1);
  });
});
