import { describe, expect, it } from 'vitest';
import { peaksOf, reducedSpectrogram } from './glance';

describe('a glance at a clip', () => {
  it('has the mean loudness of each cell, from quiet to loud', () => {
    // Two frames of four bins: the second frame is louder, the upper bins are louder still.
    const data = Float32Array.from([0, 0, 1, 1, 2, 2, 3, 3]);
    const picture = reducedSpectrogram({ data, frames: 2, bins: 4 }, 2, 2);
    expect([...picture]).toEqual([0, 170, 85, 255]);
  });

  it('repeats frames where there are fewer than columns, and is flat where nothing differs', () => {
    const data = Float32Array.from([0, 1]);
    expect([...reducedSpectrogram({ data, frames: 2, bins: 1 }, 4, 1)]).toEqual([0, 0, 255, 255]);
    expect([...reducedSpectrogram({ data: new Float32Array(4), frames: 4, bins: 1 }, 2, 1)]).toEqual([0, 0]);
  });

  it('has the extremes of each column by the clip’s peak', () => {
    const samples = Float32Array.from([0.25, -0.5, 0, 0.1]);
    expect([...peaksOf(samples, 2)]).toEqual([-127, 64, 0, 25]);
    expect([...peaksOf(new Float32Array(8), 2)]).toEqual([0, 0, 0, 0]);
    expect([...peaksOf(Float32Array.from([1]), 2)]).toEqual([127, 127, 127, 127]);
  });
});
