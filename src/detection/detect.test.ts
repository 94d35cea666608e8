import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellEdges, detect } from './detect';
import type { Track } from './types';

/** A track of one class, a window every second whose middle is at 0.5, 1.5 ... */
const trackOf = (...scores: number[]): Track => ({
  labels: ['dog'],
  times: scores.map((_, k) => k + 0.5),
  rows: scores.map((score) => Float32Array.of(score)),
  seconds: scores.length,
});
const RULE = { thresholds: [0.5], minSeconds: 0, gapSeconds: 0 };
const spans = (track: Track, rule: Partial<typeof RULE>) =>
  detect(track, { ...RULE, ...rule }).map(({ start, end }) => [start, end]);

describe('detect', () => {
  it('takes a window for the time around its middle', () => {
    expect(cellEdges({ times: [1, 2, 4], seconds: 6 })).toEqual([0, 1.5, 3, 6]);
    expect(cellEdges({ times: [], seconds: 6 })).toEqual([]);
  });

  it('joins cells that touch, from the threshold on', () => {
    expect(spans(trackOf(0, 0.5, 0.75, 0.25, 1), {})).toEqual([
      [1, 3],
      [4, 5],
    ]);
  });

  it('bridges gaps up to the longest, and no longer ones', () => {
    const track = trackOf(1, 0, 1, 0, 0, 1);
    expect(spans(track, { gapSeconds: 1 })).toEqual([
      [0, 3],
      [5, 6],
    ]);
    expect(spans(track, { gapSeconds: 2 })).toEqual([[0, 6]]);
  });

  it('drops what is too short only after gaps are bridged', () => {
    const track = trackOf(1, 0, 1, 0, 0, 1);
    expect(spans(track, { gapSeconds: 1, minSeconds: 2 })).toEqual([[0, 3]]);
    expect(spans(track, { minSeconds: 2 })).toEqual([]);
    expect(spans(track, { minSeconds: 1 })).toHaveLength(3);
  });

  it('tells the peak, and the mean over the time, gaps included', () => {
    const [one] = detect(trackOf(1, 0, 0.5), { ...RULE, gapSeconds: 1 });
    expect(one).toMatchObject({ label: 'dog', peak: 1, mean: 0.5 });
  });

  it('looks for each class on its own, and not for those without a threshold', () => {
    const track: Track = {
      labels: ['dog', 'cat', 'hum'],
      times: [0.5, 1.5],
      rows: [Float32Array.of(0.4, 0.9, 1), Float32Array.of(0.4, 0.2, 1)],
      seconds: 2,
    };
    const found = detect(track, { ...RULE, thresholds: [0.3, 0.8, null] });
    expect(found.map(({ label, start, end }) => [label, start, end])).toEqual([
      ['dog', 0, 2],
      ['cat', 0, 1],
    ]);
  });

  it('gives stretches in order, apart by more than the gap, none too short, whatever the scores', () => {
    const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 });
    const length = fc.double({ min: 0, max: 5, noNaN: true });
    fc.assert(
      fc.property(scores, length, length, (all, minSeconds, gapSeconds) => {
        const found = detect(trackOf(...all), { thresholds: [0.5], minSeconds, gapSeconds });
        found.forEach(({ start, end, peak, mean }, i) => {
          const before = found[i - 1];
          if (before) expect(start - before.end).toBeGreaterThan(gapSeconds);
          expect(end - start).toBeGreaterThanOrEqual(minSeconds - 1e-9);
          expect(peak).toBeGreaterThanOrEqual(Math.fround(0.5));
          expect(mean).toBeLessThanOrEqual(peak + 1e-9);
        });
      }),
    );
  });
});
