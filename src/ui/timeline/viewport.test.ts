import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { panned, shareOf, showing, timeAt, within, zoomed } from './viewport';

describe('the viewport', () => {
  it('zooms about a time, which stays where it is', () => {
    const view = zoomed({ from: 0, to: 100 }, 0.5, 40, 100);
    expect(view).toEqual({ from: 20, to: 70 });
    expect(shareOf(view, 40)).toBeCloseTo(0.4, 12);
  });

  it('zooms out to the whole and no further, and in to half a second', () => {
    expect(zoomed({ from: 20, to: 70 }, 9, 40, 100)).toEqual({ from: 0, to: 100 });
    const close = zoomed({ from: 20, to: 21 }, 1e-9, 20.5, 100);
    expect(close.to - close.from).toBeCloseTo(0.5, 12);
  });

  it('pans to the ends and no further', () => {
    expect(panned({ from: 10, to: 30 }, 0.5, 100)).toEqual({ from: 20, to: 40 });
    expect(panned({ from: 10, to: 30 }, -9, 100)).toEqual({ from: 0, to: 20 });
    expect(panned({ from: 10, to: 30 }, 9, 100)).toEqual({ from: 80, to: 100 });
  });

  it('follows a time that leaves it', () => {
    const view = { from: 10, to: 20 };
    expect(showing(view, 15, 100)).toBe(view);
    expect(showing(view, 25, 100)).toEqual({ from: 16, to: 26 });
    expect(showing(view, 5, 100)).toEqual({ from: 4, to: 14 });
  });

  it('is always inside the recording, whatever is done', () => {
    const number = fc.double({ min: -50, max: 200, noNaN: true });
    fc.assert(
      fc.property(number, number, fc.double({ min: 0.1, max: 120, noNaN: true }), (from, to, seconds) => {
        for (const view of [
          within({ from, to }, seconds),
          zoomed(within({ from, to }, seconds), 0.3, seconds / 2, seconds),
        ]) {
          expect(view.from).toBeGreaterThanOrEqual(0);
          expect(view.to).toBeLessThanOrEqual(seconds + 1e-9);
          expect(view.to).toBeGreaterThan(view.from);
          expect(timeAt(view, 0)).toBe(view.from);
        }
      }),
    );
  });
});
