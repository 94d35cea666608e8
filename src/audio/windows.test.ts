import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnStart, evenStarts, hopStarts } from './windows';

describe('evenStarts', () => {
  it('is numpy.linspace(0, length - size, count), cut to whole samples', () => {
    // int(np.linspace(0, 118_025 - 47_976, 5)[i])
    expect(evenStarts(118_025, 47_976, 5)).toEqual([0, 17_512, 35_024, 52_536, 70_049]);
  });

  it('is the beginning for one, and once where all are the same', () => {
    expect(evenStarts(100, 10, 1)).toEqual([0]);
    expect(evenStarts(10, 10, 5)).toEqual([0]);
    expect(evenStarts(3, 10, 5)).toEqual([0]);
    expect(evenStarts(12, 10, 5)).toEqual([0, 1, 2]);
  });
});

describe('hopStarts', () => {
  it('goes on to the end, with a last window that ends there', () => {
    expect(hopStarts(100, 40, 20)).toEqual([0, 20, 40, 60]);
    expect(hopStarts(105, 40, 20)).toEqual([0, 20, 40, 60, 65]);
    expect(hopStarts(30, 40, 20)).toEqual([0]);
  });

  it('has every sample in a window where the hop is no longer than one', () => {
    const whole = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(whole, whole, whole, (length, size, hop) => {
        fc.pre(hop <= size);
        const starts = hopStarts(length, size, hop);
        const inside = (sample: number) => starts.some((start) => sample >= start && sample < start + size);
        for (let sample = 0; sample < length; sample++) expect(inside(sample)).toBe(true);
        for (const start of starts) expect(start === 0 || start + size <= length).toBe(true);
      }),
    );
  });
});

describe('drawnStart', () => {
  it('reaches from the beginning to the last whole window', () => {
    expect([0, 0.5, 1 - 2 ** -53].map((draw) => drawnStart(110, 10, draw))).toEqual([0, 50, 99]);
    expect(drawnStart(10, 10, 0.9)).toBe(0);
    expect(drawnStart(5, 10, 0.9)).toBe(0);
  });
});
