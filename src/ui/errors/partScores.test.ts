import { describe, expect, it } from 'vitest';
import { scorePart, type JudgedPart } from './partScores';

const report = { loss: 1, top1: 0.25, top5: 0.75, mAP: 0.5, averagePrecision: [0.5, null, 1] };

const judged = (clips: readonly (readonly [labels: readonly number[], scores: readonly number[]])[]): JudgedPart => ({
  part: 'test',
  predictions: clips.map(([labels, scores], i) => ({ id: String(i), labels, scores })),
  report,
});

describe('scorePart', () => {
  it('answers with the best class where a clip has one', () => {
    const part = judged([
      [[0], [0.6, 0.3, 0.1]],
      [[0], [0.2, 0.3, 0.5]],
      [[2], [0.1, 0.2, 0.7]],
    ]);
    const { perClass } = scorePart(part, 3, false);
    expect(perClass).toEqual([
      { averagePrecision: 0.5, precision: 1, recall: 0.5, f1: 2 / 3, support: 2 },
      { averagePrecision: NaN, precision: NaN, recall: NaN, f1: NaN, support: 0 },
      { averagePrecision: 1, precision: 0.5, recall: 1, f1: 2 / 3, support: 1 },
    ]);
  });

  it('answers with every class from 0.5 on where a clip may have several, or none', () => {
    const part = judged([
      [
        [0, 2],
        [0.6, 0.1, 0.5],
      ],
      [[2], [0.9, 0.2, 0.49]],
      [[], [0.1, 0.1, 0.1]],
    ]);
    const { perClass } = scorePart(part, 3, true);
    expect(perClass).toEqual([
      { averagePrecision: 0.5, precision: 0.5, recall: 1, f1: 2 / 3, support: 1 },
      { averagePrecision: NaN, precision: NaN, recall: NaN, f1: NaN, support: 0 },
      { averagePrecision: 1, precision: 1, recall: 0.5, f1: 2 / 3, support: 2 },
    ]);
  });

  it('shows what the engine measured, and a top-5 only of more than five classes', () => {
    const of = (classes: number) => scorePart(judged([[[0], Array<number>(classes).fill(0)]]), classes, false);
    expect(of(5)).toMatchObject({ top1: 0.25, top5: null, mAP: 0.5 });
    expect(of(6)).toMatchObject({ top1: 0.25, top5: 0.75, mAP: 0.5 });
  });
});
