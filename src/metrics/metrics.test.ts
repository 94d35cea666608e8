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

const oneEach = (labels: readonly number[]) => labels.map((label) => [label]);

const close = (value: number | undefined, golden: number | undefined) =>
  expect(Math.abs((value ?? NaN) - (golden ?? NaN))).toBeLessThanOrEqual(1e-9);

describe.each(goldens.map((golden, i) => [i, golden] as const))('golden %d of scikit-learn', (_, golden) => {
  const classCount = golden.scores[0]?.length ?? 0;
  const metrics = evaluate({ scores: golden.scores.flat(), labels: oneEach(golden.labels), classCount });

  it('accuracy, average precision and mAP', () => {
    close(metrics.top1, golden.accuracy);
    expect(metrics.averagePrecision).toHaveLength(golden.average_precision.length);
    metrics.averagePrecision.forEach((value, c) => close(value, golden.average_precision[c]));
    close(metrics.mAP, golden.mAP);
  });

  it('the confusion matrix agrees with accuracy and support', () => {
    const confusion = metrics.confusion ?? [];
    const right = confusion.reduce((sum, row, c) => sum + (row[c] ?? 0), 0);
    close(right / golden.labels.length, golden.accuracy);
    const supports = metrics.perClass.map(({ support }) => support);
    expect(confusion.map((row) => row.reduce((a, b) => a + b, 0))).toEqual(supports);
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
    const scored = { scores: [3, 1, 2, 1, 3, 2], labels: [[0], [1]], classCount: 3 };
    expect(averagePrecisions(scored)).toEqual([1, 1, NaN]);
    expect(evaluate(scored)).toMatchObject({ top1: 1, top5: 1, mAP: 1 });
    expect(meanOfPresent([NaN, NaN])).toBeNaN();
  });

  it('takes a row with NaN for wrong, and gives no mAP', () => {
    const scored = { scores: [NaN, 1, 0, 1], labels: [[0], [1]], classCount: 2 };
    expect(topK(scored, 1)).toBe(0.5);
    expect(topK(scored, 2)).toBe(0.5);
    expect(evaluate(scored).mAP).toBeNaN();
    expect(confusionMatrix(scored)).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });

  it.each([
    [[1, 2, 3], [[0]], 2],
    [[1, 2], [[2]], 2],
    [[1, 2], [[0, 0.5]], 2],
    [[1, 2], [[-1]], 2],
  ])('refuses scores %j, labels %j, %d classes', (scores, labels, classCount) => {
    expect(() => evaluate({ scores, labels, classCount })).toThrow(RangeError);
  });
});

describe('top-k and per-class metrics', () => {
  it('puts the lower of equal classes first, as NumPy does', () => {
    const scored = { scores: [1, 1, 1, 1, 1, 1], labels: [[0], [2]], classCount: 3 };
    expect([1, 2, 3].map((k) => topK(scored, k))).toEqual([0.5, 0.5, 1]);
  });

  it('computes precision, recall, F1 and support', () => {
    const answers = [0, 0, 1, 1, 1, 1];
    const scores = answers.flatMap((answer) => [0, 1, 2].map((c) => (c === answer ? 1 : 0)));
    expect(classMetrics({ scores, labels: oneEach([0, 0, 0, 1, 1, 1]), classCount: 3 })).toEqual([
      { precision: 1, recall: 2 / 3, f1: 4 / 5, support: 3 },
      { precision: 3 / 4, recall: 1, f1: 6 / 7, support: 3 },
      { precision: NaN, recall: NaN, f1: NaN, support: 0 },
    ]);
  });

  it('counts clips with NaN scores as clips of their class, without an answer', () => {
    const scored = { scores: [NaN, 1, 0, 1], labels: [[0], [1]], classCount: 2 };
    expect(classMetrics(scored).map(({ support, recall }) => [support, recall])).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  it('reads scores of the GPU (float32) as they are', () => {
    const scores = Float32Array.from([0.1, 0.2, 0.3, 0.1]);
    expect(evaluate({ scores, labels: [[1], [0]], classCount: 2 }).top1).toBe(1);
  });
});

interface SeveralGolden {
  readonly labels: number[][];
  readonly scores: number[][];
  readonly average_precision: (number | null)[];
  readonly mAP: number;
  readonly precision: (number | null)[];
  readonly recall: (number | null)[];
  readonly f1: (number | null)[];
  readonly support: number[];
  readonly top1: number;
  readonly top5: number;
}

const several = (
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../tests/goldens/multi_label_metrics.json'), 'utf8')) as {
    cases: SeveralGolden[];
  }
).cases;

describe.each(several.map((golden, i) => [i, golden] as const))(
  'several labels, golden %d of scikit-learn',
  (_, golden) => {
    const classCount = golden.support.length;
    const metrics = evaluate({ scores: golden.scores.flat(), labels: golden.labels, classCount }, 'threshold');
    const closeOrAbsent = (value: number | undefined, expected: number | null | undefined) => {
      if (expected === null) expect(value).toBeNaN();
      else close(value, expected);
    };

    it('average precision, mAP, and the shares with one of the classes in front', () => {
      expect(golden.labels.some((own) => own.length === 0) && golden.labels.some((own) => own.length > 1)).toBe(true);
      metrics.averagePrecision.forEach((value, c) => closeOrAbsent(value, golden.average_precision[c]));
      close(metrics.mAP, golden.mAP);
      close(metrics.top1, golden.top1);
      close(metrics.top5, golden.top5);
      expect(metrics.confusion).toBeNull();
    });

    it('precision, recall, F1 and support at 0.5', () => {
      expect(metrics.perClass.map(({ support }) => support)).toEqual(golden.support);
      metrics.perClass.forEach((row, c) => {
        closeOrAbsent(row.precision, golden.precision[c]);
        closeOrAbsent(row.recall, golden.recall[c]);
        closeOrAbsent(row.f1, golden.f1[c]);
      });
    });
  },
);

describe('clips without any class', () => {
  it('count neither as right nor as wrong', () => {
    const scored = { scores: [1, 0, 0, 1, 1, 0], labels: [[], [1], [1]], classCount: 2 };
    expect(topK(scored, 1)).toBe(0.5);
    expect(topK({ scores: [1, 0], labels: [[]], classCount: 2 }, 1)).toBeNaN();
  });
});
