import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldens } from '../../tests/numeric/goldens';
import { normals } from '../../tests/numeric/random';
import '../../tests/numeric/toBeAllClose';
import { openSafetensors } from '../weights/safetensors';
import { isSine2d, sine2dPositions, sinePositions } from '../weights/sinePositions';
import { TINY } from '../../tests/numeric/tinyBackbone';
import { adaptPositions, FIXED_POSITIONS, LEARNED_POSITIONS, positionsName, positionsOn } from './positions';

type Grid = readonly [number, number];

const embedding = (grid: Grid, d: number, seed = 61) => ({
  shape: [1, 2 + grid[0] * grid[1], d],
  data: normals((2 + grid[0] * grid[1]) * d, seed),
});
const grids = fc.tuple(fc.integer({ min: 1, max: 13 }), fc.integer({ min: 1, max: 13 }));

describe('adaptPositions', () => {
  it('agrees with torch on every grid of the goldens, to 1e-6', async () => {
    const deit = await openSafetensors(goldens.blob('deit_timm.safetensors'), 'deit');
    const forward = await openSafetensors(goldens.blob('forward.safetensors'), 'forward');
    const pos = await deit.read('pos_embed');
    const n = Math.sqrt((pos.shape[1] ?? 0) - 2);
    const cases = (forward.metadata.get('frames_fstride_tstride') ?? '')
      .split(';')
      .map((text) => text.trim().split(/\s+/));
    expect(cases.length).toBeGreaterThanOrEqual(3);
    for (const [tag = '', frames, fstride, tstride] of cases) {
      const golden = await forward.read(`${tag}.pos`);
      const grid: Grid = [
        Math.floor((128 - 16) / Number(fstride)) + 1,
        Math.floor((Number(frames) - 16) / Number(tstride)) + 1,
      ];
      const adapted = adaptPositions(pos, 2, [n, n], grid);
      expect(adapted.shape).toEqual(golden.shape);
      expect(adapted.data).toBeAllClose(golden.data, { absolute: 1e-6, relative: 0 });
    }
  });

  it('changes nothing on its own grid', () => {
    fc.assert(
      fc.property(grids, (grid) => {
        expect(adaptPositions(embedding(grid, 3), 2, grid, grid)).toEqual(embedding(grid, 3));
      }),
    );
  });

  it('keeps the prefix tokens, whatever the grids', () => {
    fc.assert(
      fc.property(grids, grids, (from, to) => {
        const pos = embedding(from, 3);
        const adapted = adaptPositions(pos, 2, from, to);
        expect(adapted.shape).toEqual([1, 2 + to[0] * to[1], 3]);
        expect(adapted.data).toHaveLength((2 + to[0] * to[1]) * 3);
        expect(adapted.data.slice(0, 6)).toEqual(pos.data.slice(0, 6));
      }),
    );
  });

  it('never goes beyond the values that were there, and keeps a constant', () => {
    fc.assert(
      fc.property(grids, grids, (from, to) => {
        const pos = embedding(from, 1);
        const patches = pos.data.slice(2);
        const adapted = adaptPositions(pos, 2, from, to).data.slice(2);
        expect(Math.max(...adapted)).toBeLessThanOrEqual(Math.max(...patches) + 1e-6);
        expect(Math.min(...adapted)).toBeGreaterThanOrEqual(Math.min(...patches) - 1e-6);
        const flat = { shape: pos.shape, data: new Float32Array(pos.data.length).fill(0.7) };
        expect(adaptPositions(flat, 2, from, to).data).toBeAllClose(new Float32Array(2 + to[0] * to[1]).fill(0.7));
      }),
    );
  });

  it('crops around the centre as AST does', () => {
    const ramp = (f: number, w: number) => ({
      shape: [1, 2 + f * w, 1],
      data: Float32Array.from({ length: 2 + f * w }, (_, i) => i - 2),
    });
    const column = (grid: Grid, to: Grid) => [...adaptPositions(ramp(...grid), 2, grid, to).data.slice(2)];
    expect(column([1, 14], [1, 8])).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    expect(column([1, 5], [1, 2])).toEqual([1, 2]);
    expect(column([1, 14], [1, 7])).toEqual([4, 5, 6, 7, 8, 9, 10]);
    expect(column([6, 1], [3, 1])).toEqual([2, 3, 4]);
    expect(column([14, 1], [8, 1])).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    expect(column([1, 3], [1, 6])).toEqual([0, 0.25, 0.75, 1.25, 1.75, 2].map((v) => Math.fround(v)));
  });
});

describe('positionsOn', () => {
  it('names what is trained and what is fixed', () => {
    expect(positionsName({ positions: 'learned' })).toBe(LEARNED_POSITIONS);
    expect(positionsName({ positions: 'sine' })).toBe(FIXED_POSITIONS);
    expect(positionsName({ positions: 'sine-2d' })).toBe(FIXED_POSITIONS);
  });

  it('runs a sine along the time-major sequence', () => {
    const config = { ...TINY, dim: 4, prefixTokens: 0, positions: 'sine' } as const;
    const { shape, data } = positionsOn(config, undefined, [2, 3]);
    expect(shape).toEqual([1, 6, 4]);
    // Token (f 1, w 2), the sixth of ours, is place 2 x 2 + 1 of the sequence; the second frequency is 1 / 100.
    const place = [Math.sin(5), Math.cos(5), Math.sin(0.05), Math.cos(0.05)];
    expect(data.slice(5 * 4)).toBeAllClose(place);
    expect(data).toEqual(sinePositions([2, 3], 4).data);
  });

  it('keeps the stored table on its own grid and computes it on another', () => {
    const config = { ...TINY, dim: 8, prefixTokens: 1, positions: 'sine-2d', positionGrid: [2, 2] } as const;
    const stored = { shape: [1, 5, 8], data: Float32Array.of(...normals(8, 1), ...sine2dPositions([2, 2], 8).data) };
    expect(isSine2d(stored, 1, [2, 2])).toBe(true);
    expect(isSine2d(stored, 1, [4, 1])).toBe(false);
    expect(positionsOn(config, stored, [2, 2])).toEqual(stored);
    const wider = positionsOn(config, stored, [2, 3]);
    expect(wider.data.slice(0, 8)).toEqual(stored.data.slice(0, 8));
    expect(wider.data.slice(8)).toEqual(sine2dPositions([2, 3], 8).data);
  });
});
