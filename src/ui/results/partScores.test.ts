import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scorePart } from './partScores';

interface Golden {
  readonly labels: readonly number[];
  readonly scores: readonly (readonly number[])[];
  readonly accuracy: number;
  readonly average_precision: readonly number[];
  readonly mAP: number;
}

const path = resolve(import.meta.dirname, '../../../fixtures/metrics.json');
const goldens = JSON.parse(readFileSync(path, 'utf8')) as Golden[];

describe.each(goldens.map((golden, i) => [i, golden] as const))('golden %d of scikit-learn', (_, golden) => {
  const classes = golden.scores[0]?.length ?? 0;
  const predictions = golden.scores.map((scores, i) => ({ id: String(i), labels: [golden.labels[i] ?? 0], scores }));

  it('top-1, mAP and AP by class, whatever the order of the clips', () => {
    for (const given of [predictions, predictions.toReversed()]) {
      const made = scorePart(given, classes);
      expect(made.clips).toBe(golden.labels.length);
      expect(made.top1).toBeCloseTo(golden.accuracy, 9);
      expect(made.mAP).toBeCloseTo(golden.mAP, 9);
      golden.average_precision.forEach((value, c) => expect(made.perClass[c]?.averagePrecision).toBeCloseTo(value, 9));
    }
  });
});

it('has a top-5 only where there are more than five classes', () => {
  const of = (classes: number) =>
    scorePart(
      Array.from({ length: classes }, (_, i) => ({
        id: String(i),
        labels: [i],
        scores: Array.from({ length: classes }, (_score, c) => -c),
      })),
      classes,
    );
  expect(of(5).top5).toBeNull();
  expect(of(6).top5).toBeCloseTo(5 / 6, 12);
  expect(of(6).top1).toBeCloseTo(1 / 6, 12);
});
