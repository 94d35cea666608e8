import { describe, expect, it } from 'vitest';
import { historyOf } from '../../tests/numeric/runRecords';
import { clipsPerSecond } from './pace';

describe('clipsPerSecond', () => {
  it('counts the clips of the last steps of one epoch', () => {
    expect(clipsPerSecond(historyOf(10), 8)).toBeCloseTo(80, 6);
    const slow = historyOf(15).map((point) => (point.step > 10 ? { ...point, seconds: point.seconds + 100 } : point));
    expect(clipsPerSecond(slow, 8)).toBeCloseTo(80, 6);
  });
  it('is not known of fewer than two steps of the epoch', () => {
    for (const count of [0, 1, 11]) expect(clipsPerSecond(historyOf(count), 8)).toBeNull();
  });
});
