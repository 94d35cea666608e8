import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce, eachOf, filtering, inStretches, mapping, sorting, STRETCH } from './stretches';

/** Numbers with many equals, each with its place, so that an unstable sort shows. */
const many = (length: number) =>
  Array.from({ length }, (_, place) => ({ key: Math.imul(place + 1, 0x9e3779b1) >>> 25, place }));
const byKey = (a: { key: number }, b: { key: number }) => a.key - b.key;
const LENGTHS = [0, 1, STRETCH - 1, STRETCH, STRETCH + 1, 3 * STRETCH, 7 * STRETCH + 5];

describe('stretches', () => {
  it.each(LENGTHS)('sort, map and filter %i items as the array does in one go', (length) => {
    const items = many(length);
    expect(atOnce(sorting(items, byKey))).toEqual(items.toSorted(byKey));
    expect(atOnce(mapping(items, ({ key }, i) => key + i))).toEqual(items.map(({ key }, i) => key + i));
    expect(atOnce(filtering(items, ({ key }) => key % 3 === 0))).toEqual(items.filter(({ key }) => key % 3 === 0));
  });

  it('sort strings as the array does', () => {
    const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 50 }), (texts) => {
        const repeated = Array.from({ length: 200 }, (_, i) => texts.map((text) => `${text}${i % 7}`)).flat();
        expect(atOnce(sorting(repeated, byText))).toEqual(repeated.toSorted(byText));
      }),
      { numRuns: 50 },
    );
  });

  it('rest between stretches and never within one, and give the same with or without a rest', async () => {
    const items = many(5 * STRETCH);
    let rests = 0;
    const seen: number[] = [];
    const work = function* () {
      yield* eachOf(items, ({ place }) => seen.push(place));
      return yield* sorting(items, byKey);
    };
    const sorted = await inStretches(work(), () => void rests++);
    expect(sorted).toEqual(atOnce(sorting(items, byKey)));
    expect(seen).toHaveLength(items.length);
    expect(rests).toBeGreaterThan(5 * 4);
  });

  it('end where a breath throws', async () => {
    const stopped = new DOMException('', 'AbortError');
    const work = inStretches(sorting(many(3 * STRETCH), byKey), () => Promise.reject(stopped));
    await expect(work).rejects.toBe(stopped);
  });
});
