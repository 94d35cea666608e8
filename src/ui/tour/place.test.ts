import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardPlace, visiblePart } from './place';

const CARD = { width: 300, height: 200 };
const WINDOW = { width: 1200, height: 800 };

describe('cardPlace', () => {
  it.each([
    ['below', { left: 100, top: 100, width: 400, height: 100 }, { left: 100, top: 212 }],
    ['above what stands low', { left: 100, top: 500, width: 400, height: 200 }, { left: 100, top: 288 }],
    ['to the right of what is high', { left: 0, top: 50, width: 400, height: 750 }, { left: 412, top: 50 }],
    ['to the left of it', { left: 800, top: 0, width: 400, height: 800 }, { left: 488, top: 12 }],
    [
      'over the corner of what fills the window',
      { left: 0, top: 0, width: 1200, height: 800 },
      { left: 888, top: 588 },
    ],
    ['within the window', { left: 1150, top: 100, width: 50, height: 50 }, { left: 888, top: 162 }],
  ])('stands %s', (_, target, place) => {
    expect(cardPlace(target, CARD, WINDOW)).toEqual(place);
  });

  it('stands in the middle where there is no target, and low in a narrow window', () => {
    expect(cardPlace(null, CARD, WINDOW)).toEqual({ left: 450, top: 300 });
    expect(cardPlace(null, { width: 340, height: 200 }, { width: 360, height: 640 })).toEqual({ left: 10, top: 428 });
  });

  it('is always whole in a window that has room for it', () => {
    const side = fc.integer({ min: -2000, max: 2000 });
    const length = fc.integer({ min: 0, max: 3000 });
    fc.assert(
      fc.property(side, side, length, length, (left, top, width, height) => {
        const place = cardPlace({ left, top, width, height }, CARD, WINDOW);
        expect(place.left).toBeGreaterThanOrEqual(0);
        expect(place.left + CARD.width).toBeLessThanOrEqual(WINDOW.width);
        expect(place.top).toBeGreaterThanOrEqual(0);
        expect(place.top + CARD.height).toBeLessThanOrEqual(WINDOW.height);
      }),
    );
  });
});

describe('visiblePart', () => {
  it('cuts what lies outside the window', () => {
    expect(visiblePart({ left: -10, top: 700, width: 2000, height: 500 }, 1200, 800)).toEqual({
      left: 0,
      top: 700,
      width: 1200,
      height: 100,
    });
    expect(visiblePart({ left: 0, top: 900, width: 10, height: 10 }, 1200, 800).height).toBe(0);
  });
});
