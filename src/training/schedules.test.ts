import { describe, expect, it } from 'vitest';
import { LOSSES } from './losses';
import { SCHEDULES } from './schedules';

/** torch.optim.lr_scheduler.MultiStepLR, stepped once after every epoch: the factor during each of the epochs. */
function multiStep(milestones: readonly number[], gamma: number, epochs: number): number[] {
  let factor = 1;
  return Array.from({ length: epochs }, (_, epoch) => {
    if (milestones.includes(epoch)) factor *= gamma;
    return factor;
  });
}

describe('schedules', () => {
  it("step is AST's MultiStepLR(range(5, 26), gamma=0.85)", () => {
    const milestones = Array.from({ length: 21 }, (_, i) => i + 5);
    const expected = multiStep(milestones, 0.85, 26);
    expected.forEach((factor, epoch) => {
      expect(SCHEDULES.step.factor(epoch), `epoch ${epoch}`).toBeCloseTo(factor, 12);
      expect(SCHEDULES.step.factor(epoch + 0.99), `late in epoch ${epoch}`).toBeCloseTo(factor, 12);
    });
  });

  it('cosine goes from one to zero, through a half in the middle, and never up', () => {
    const { factor } = SCHEDULES.cosine;
    expect([factor(0, 8), factor(4, 8), factor(8, 8)].map((f) => Number(f.toFixed(12)))).toEqual([1, 0.5, 0]);
    const all = Array.from({ length: 81 }, (_, i) => factor(i / 10, 8));
    all.slice(1).forEach((value, i) => expect(value).toBeLessThan(all[i] ?? NaN));
  });

  it("epic is SlowFast's steps_with_relative_lrs with its warm-up, at every step", () => {
    const [rate, steps] = [1e-4, 4];
    // By hand, in absolute rates: (1e-4 - 1e-6) / 2 an epoch from 1e-6, a quarter of that a step.
    const warm = [1, 13.375, 25.75, 38.125, 50.5, 62.875, 75.25, 87.625].map((micro) => micro * 1e-6);
    const plateau = (value: number, epochs: number) => new Array<number>(epochs * steps).fill(value);
    const expected = [...warm, ...plateau(1e-4, 8), ...plateau(5e-6, 10), ...plateau(1e-6, 10)];
    expect(expected).toHaveLength(30 * steps);
    expected.forEach((value, i) => {
      const epoch = Math.floor(i / steps) + (i % steps) / steps;
      expect(rate * SCHEDULES.epic.factor(epoch, 30, rate), `step ${i}`).toBeCloseTo(value, 15);
    });
  });

  it('epic keeps its epochs in a shorter run, and does not sink to a warm-up above the rate', () => {
    expect(SCHEDULES.epic.factor(9.9, 10, 1e-4)).toBe(1);
    expect(SCHEDULES.epic.factor(10, 12, 1e-4)).toBe(0.05);
    expect(SCHEDULES.epic.factor(0, 30, 1e-7)).toBe(1);
  });

  it('constant is one', () => {
    expect(SCHEDULES.constant.factor()).toBe(1);
  });
});

describe('scores for people', () => {
  it('are a softmax for cross entropy, also for logits of a thousand', () => {
    const scores = LOSSES.ce.scores([1000, 1000 + Math.log(3)]);
    expect(scores.map((s) => Number(s.toFixed(9)))).toEqual([0.25, 0.75]);
  });

  it('are one sigmoid a class for binary cross entropy', () => {
    expect(LOSSES.bce.scores([0, 1000, -1000])).toEqual([0.5, 1, 0]);
  });
});
