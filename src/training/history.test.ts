import { describe, expect, it } from 'vitest';
import { historyOf } from '../../tests/numeric/runRecords';
import type { StepPoint } from './train';
import { historyCsv, keptSteps, packHistory, readHistory, unpackHistory, withSteps, type KnownLines } from './history';

const refuse = (cause: string): never => {
  throw new Error(cause);
};

/** Awkward numbers: no loss, none finite, the smallest and longest that there are. */
const AWKWARD: readonly StepPoint[] = [
  ...historyOf(1).map((point) => ({ ...point, loss: Number.NaN, learningRate: Number.MIN_VALUE })),
  ...historyOf(1).map((point) => ({ ...point, step: 2, loss: Number.POSITIVE_INFINITY, seconds: 1 / 3 })),
  ...historyOf(1, 3).map((point) => ({ ...point, step: 3, accuracy: -0.1 })),
];

describe.each([
  ['without norms', historyOf(25)],
  ['with norms of 12 layers', historyOf(25, 12)],
  ['with awkward numbers, one of them without norms', AWKWARD],
  ['of no step', []],
])('a history %s', (_, steps) => {
  it('is read back from csv as it was', () => {
    expect(readHistory(historyCsv(steps), refuse)).toEqual(steps);
  });
  it('is unpacked as it was packed', () => {
    expect(unpackHistory(packHistory(steps))).toEqual(steps);
  });
});

describe('readHistory', () => {
  const csv = historyCsv(historyOf(3));
  it.each([
    ['other columns', csv.replace('loss', 'lost'), /other columns/],
    ['a cell too many', csv.replace('\n2,', '\n2,2,'), /cells in line 3, not 6/],
    ['text for a number', csv.replace('\n2,', '\n0x2,'), /no number in line 3/],
    ['a formula', csv.replace('\n2,', '\n=2,'), /no number in line 3/],
    ['an empty cell', csv.replace('\n2,', '\n,'), /no number in line 3/],
    ['steps backwards', csv.replace('\n3,', '\n1,'), /out of order in line 4/],
    ['nothing', '', /other columns/],
  ])('refuses %s', (_, text, cause) => {
    expect(() => readHistory(text, refuse)).toThrow(cause);
  });

  it('refuses more steps than are ever kept', () => {
    const line = csv.split('\n')[1] ?? '';
    const many = Array.from({ length: 40_001 }, (_, i) => line.replace(/^1,/, `${i + 1},`));
    expect(() => readHistory([csv.split('\n')[0], ...many].join('\n'), refuse)).toThrow(/40001 steps/);
  });
});

describe('keptSteps', () => {
  it('keeps all where they fit, and the spikes where they do not', () => {
    const steps = historyOf(1000).map((point) => (point.step === 501 ? { ...point, loss: 99 } : point));
    expect(keptSteps(steps)).toBe(steps);
    const kept = keptSteps(steps, 50);
    expect(kept.length).toBeLessThanOrEqual(50);
    expect(kept.map(({ step }) => step)).toEqual(expect.arrayContaining([1, 501, 1000]));
  });
});

describe('withSteps', () => {
  it('holds every step of a run, and of one without end the telling ones within twice the most', () => {
    const all = historyOf(5000).map((point) => (point.step === 501 ? { ...point, loss: 99 } : point));
    expect(withSteps(all.slice(0, 60), all.slice(60, 100), 50)).toEqual(all.slice(0, 100));
    let held: readonly StepPoint[] = [];
    for (let i = 0; i < all.length; i += 8) {
      held = withSteps(held, all.slice(i, i + 8), 50);
      expect(held.length).toBeLessThanOrEqual(100);
    }
    const steps = held.map(({ step }) => step);
    expect(steps).toEqual(expect.arrayContaining([1, 501, 5000]));
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });
});

describe('historyCsv', () => {
  it('gives the same text when most of its lines are known, also where norms come only later', () => {
    const known: KnownLines = new WeakMap();
    const steps = [...historyOf(3), ...historyOf(6, 2).slice(3)];
    for (const so of [2, 3, 5, 6]) {
      const far = steps.slice(0, so);
      expect(historyCsv(far, known)).toBe(historyCsv(far));
    }
  });
});
