import { describe, expect, it } from 'vitest';
import { adapterWith, kernelOptions, kernelCells, kernelTitle, withKernel, type Reach } from './kernels';

describe('kernelCells', () => {
  const count = (extent: readonly [number, number], reach: Reach) =>
    kernelCells(extent).cells.filter((cell) => cell.reach === reach).length;

  it.each([
    [[1, 1], 7, 0, 0],
    [[1, 3], 7, 2, 2],
    [[3, 1], 7, 2, 2],
    [[3, 3], 7, 8, 16],
    [[1, 5], 11, 4, 4],
    [[7, 1], 15, 6, 6],
    [[1, 7], 15, 6, 6],
  ] as const)('of %j: side %d, %d cells by one convolution, %d more by both', (extent, side, one, two) => {
    const made = kernelCells(extent);
    expect([made.side, made.cut]).toEqual([side, false]);
    expect([count(extent, 'self'), count(extent, 'one'), count(extent, 'two')]).toEqual([1, one, two]);
    expect(made.cells).toHaveLength(side * side);
  });

  it('runs along its own axis', () => {
    const touched = kernelCells([1, 5]).cells.filter(({ reach }) => reach !== 'none');
    expect(new Set(touched.map(({ row }) => row))).toEqual(new Set([5]));
    expect(new Set(touched.map(({ axis }) => axis))).toEqual(new Set(['time']));
  });

  it('says that a kernel too long for the drawing is cut', () => {
    expect(kernelCells([9, 1])).toMatchObject({ side: 15, cut: true });
    expect(kernelCells([31, 31])).toMatchObject({ side: 15, cut: true });
  });
});

it('names a kernel with its own extent', () => {
  expect(kernelTitle({ kernel: 'time' })).toBe('Time 1×3');
  expect(kernelTitle({ kernel: 'time', size: 7 })).toBe('Time 1×7');
  expect(kernelTitle({ kernel: 'frequency', size: 5 })).toBe('Frequency 5×1');
  expect(kernelTitle({ kernel: 'square', size: 5 })).toBe('Square 5×5');
  expect(kernelTitle({ kernel: 'linear', size: 5 })).toBe('Linear 1×1');
});

it('keeps bottleneck and size with another kernel, and no size with a linear one', () => {
  const spec = { kernel: 'time', bottleneck: 6, size: 5 } as const;
  expect(withKernel(spec, 'square')).toEqual({ kernel: 'square', bottleneck: 6, size: 5 });
  expect(withKernel(spec, 'linear')).toEqual({ kernel: 'linear', bottleneck: 6 });
});

describe('a kernel chosen at a place', () => {
  const attn = { kernel: 'time', bottleneck: 6, size: 7 } as const;

  it('keeps the bottleneck and the size of the adapter that was there', () => {
    expect(adapterWith({ attn, ffn: null }, 'attn', 'frequency')).toEqual({ ...attn, kernel: 'frequency' });
  });

  it('takes the bottleneck of the other place where there was none', () => {
    expect(adapterWith({ attn, ffn: null }, 'ffn', 'square')).toEqual({ kernel: 'square', bottleneck: 6 });
  });

  it('is none', () => {
    expect(adapterWith({ attn, ffn: null }, 'attn', 'none')).toBeNull();
  });

  it('is one of the options', () => {
    const values = kernelOptions(5).map(({ value }) => value);
    expect(values).toEqual(['none', 'linear', 'time', 'frequency', 'square']);
    expect(kernelOptions(5).map(({ label }) => label)).toContain('Time 1×5');
  });
});
