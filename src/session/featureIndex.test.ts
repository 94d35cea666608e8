import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFeatureIndex, featureBudget } from './featureIndex';

const row = (key: string, bytes: number, used: number) => ({ key, bytes, used });
const OLD = [row('b', 40, 2), row('a', 40, 1), row('c', 20, 3)];
const NOW = 10;

describe('the index of kept features', () => {
  it('lets those go first that were not wanted for longest', () => {
    const index = createFeatureIndex(100, OLD, NOW);
    expect(index.touch(row('a', 40, 11))).toEqual([]);
    expect(index.touch(row('d', 30, 12))).toEqual(['b']);
    expect(index.touch(row('e', 20, 13))).toEqual(['c']);
    expect([index.bytes, index.count]).toEqual([90, 3]);
  });

  it('keeps what was wanted since the page opened, and refuses the next', () => {
    const index = createFeatureIndex(100, [], NOW);
    for (const key of ['a', 'b', 'c']) expect(index.touch(row(key, 30, 11))).toEqual([]);
    expect(index.touch(row('d', 30, 12))).toEqual(['d']);
    expect(index.count).toBe(3);
    index.touch(row('e', 10, 12));
    expect(index.hasRoom).toBe(false);
  });

  it('never holds more than its budget, and names everything that must go', () => {
    const touches = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 60 })), { maxLength: 60 });
    fc.assert(
      fc.property(touches, fc.integer({ min: 20, max: 200 }), fc.nat(60), (all, budget, since) => {
        const index = createFeatureIndex(budget, [], since);
        const disk = new Map<string, number>();
        all.forEach(([key, bytes], used) => {
          disk.set(String(key), bytes);
          for (const gone of index.touch(row(String(key), bytes, used))) disk.delete(gone);
          expect(index.bytes).toBeLessThanOrEqual(budget);
          expect([...disk.values()].reduce((sum, one) => sum + one, 0)).toBe(index.bytes);
          expect(disk.size).toBe(index.count);
        });
      }),
    );
  });

  it('has an eighth of the quota, 4 GiB at most', () => {
    expect(featureBudget(8e9)).toBe(1e9);
    expect(featureBudget(1e12)).toBe(4 * 2 ** 30);
    expect(featureBudget(undefined)).toBe(2 ** 29);
  });
});
