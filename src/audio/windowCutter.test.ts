import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWindowCutter } from './windowCutter';
import { hopStarts } from './windows';

describe('createWindowCutter', () => {
  it('cuts the windows that the whole sound has, however it comes', () => {
    const positive = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 12 }), positive, positive, (lengths, size, hop) => {
        const length = lengths.reduce((sum, n) => sum + n, 0);
        fc.pre(length > 0);
        const wave = Float32Array.from({ length }, (_, n) => n);
        const cutter = createWindowCutter(size, hop);
        const windows = [];
        let at = 0;
        for (const n of lengths) {
          windows.push(...cutter.push(wave.subarray(at, at + n)));
          at += n;
        }
        const last = cutter.end();
        if (last) windows.push(last);
        expect(windows.map(({ start }) => start)).toEqual(hopStarts(length, size, hop));
        for (const { start, wave: own } of windows) expect(own).toEqual(wave.slice(start, start + size));
        expect(cutter.length).toBe(length);
      }),
    );
  });

  it('has no window of no sound', () => expect(createWindowCutter(4, 2).end()).toBeNull());
});
