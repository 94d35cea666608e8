import { expect, it } from 'vitest';
import { columnAt, defaultBand } from './column';

it.each([
  ['10 s, no overlap: frames 320 to 336', 64, 16, 1024, [20, 20]],
  ['5 s, no overlap', 32, 16, 498, [20, 20]],
  ['just long enough', 21, 16, 336, [20, 20]],
  ['one frame short of it: the middle', 21, 16, 335, [10, 10]],
  ['a grid one column short of it: the middle', 20, 16, 1024, [10, 10]],
  ['a second: the middle', 8, 16, 98, [3, 3]],
  ['a third of a second in a grid of ten: the middle of the sound', 64, 16, 33, [1, 1]],
  ['overlapping patches: those that begin within it', 101, 10, 1024, [32, 33]],
  ['patches of two frames: eight columns', 512, 2, 1024, [160, 167]],
  ['one column', 1, 16, 16, [0, 0]],
  ['no sound at all', 8, 16, 0, [0, 0]],
])('%s', (_, columns, stride, frames, band) => {
  expect(defaultBand(columns, stride, frames)).toEqual(band);
});

it('finds the column of a frame', () => {
  expect([0, 15, 16, 335, 2000].map((frame) => columnAt(frame, 64, 16))).toEqual([0, 0, 1, 20, 63]);
});
