import { describe, expect, it } from 'vitest';
import { addShape, markOf } from './marks';
import { boxOf, clipAt, clipsWithin, clipTowards, DIRECTIONS, fitted, pixelOf, zoomed } from './viewport';

//   0 at the middle, 1 right of it, 2 left, 3 below, 4 above and a little right
const PLACES = Float32Array.from([0, 0, 2, 0, -2, 0, 0, 1, 0.4, -1]);
const VIEW = fitted(PLACES, 400, 300);

describe('the map in its window', () => {
  it('shows every clip, with room around', () => {
    for (let i = 0; i < 5; i++) {
      const { x, y } = pixelOf(PLACES, i, VIEW);
      expect([x >= 24, x <= 376, y >= 24, y <= 276]).toEqual([true, true, true, true]);
    }
    expect(fitted(new Float32Array(0), 400, 300)).toEqual({ scale: 1, x: 200, y: 150 });
    expect(pixelOf(Float32Array.from([5, 5]), 0, fitted(Float32Array.from([5, 5]), 400, 300))).toEqual({
      x: 200,
      y: 150,
    });
  });

  it('zooms about the pixel that is pointed at, within bounds', () => {
    const at = pixelOf(PLACES, 1, VIEW);
    const near = zoomed(VIEW, 3, at, VIEW.scale);
    expect(near.scale).toBeCloseTo(3 * VIEW.scale);
    expect(pixelOf(PLACES, 1, near).x).toBeCloseTo(at.x);
    expect(zoomed(VIEW, 1e-6, at, VIEW.scale).scale).toBeCloseTo(0.5 * VIEW.scale);
    expect(zoomed(VIEW, 1e6, at, VIEW.scale).scale).toBeCloseTo(60 * VIEW.scale);
  });

  it('finds the clip that is pointed at, and those inside a line', () => {
    const at = pixelOf(PLACES, 3, VIEW);
    expect(clipAt(PLACES, VIEW, { x: at.x + 4, y: at.y - 3 }, 8)).toBe(3);
    expect(clipAt(PLACES, VIEW, { x: at.x + 40, y: at.y }, 8)).toBe(-1);
    const right = boxOf({ x: 199, y: 0 }, { x: 400, y: 299 });
    expect(clipsWithin(PLACES, VIEW, right)).toEqual([0, 1, 3, 4]);
    const triangle = [
      { x: 0, y: 0 },
      { x: 210, y: 150 },
      { x: 0, y: 299 },
    ];
    expect(clipsWithin(PLACES, VIEW, triangle)).toEqual([0, 2]);
    expect(clipsWithin(PLACES, VIEW, [])).toEqual([]);
  });

  it('is walked by the arrow keys', () => {
    const towards = (key: string, from: number) => clipTowards(PLACES, from, DIRECTIONS[key] ?? [0, 0]);
    expect(['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp'].map((key) => towards(key, 0))).toEqual([1, 2, 3, 4]);
    expect(towards('ArrowRight', 1)).toBe(1);
  });
});

describe('the marks of classes', () => {
  it('are all different for 56 classes', () => {
    const marks = Array.from({ length: 56 }, (_, label) => JSON.stringify(markOf(label)));
    expect(new Set(marks).size).toBe(56);
  });

  it('are closed figures around their place', () => {
    for (let shape = 0; shape < 7; shape++) {
      const seen: number[] = [];
      const note = (x: number, y: number) => void seen.push(Math.hypot(x - 10, y - 20));
      addShape({ moveTo: note, lineTo: note, closePath: () => undefined, arc: note }, shape, 10, 20, 5);
      expect(Math.max(...seen)).toBeLessThanOrEqual(5 * 1.2);
    }
  });
});
