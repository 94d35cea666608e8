import { describe, expect, it } from 'vitest';
import { difference, golden } from '../../tests/audio/fixtures';
import { epicLogMel } from './epicLogMel';
import { FRONT_ENDS, featuresOf, secondsFor } from './frontEnds';

describe('FRONT_ENDS', () => {
  it('epic equals the golden log-mel', () => {
    const { data, frames } = epicLogMel(golden('epic_24k.wave'));
    expect(frames).toBe(400);
    expect(difference(data, golden('epic_24k.logmel')).max).toBeLessThan(1e-5);
  });

  it.each(Object.entries(FRONT_ENDS))('%s fills exactly the frames whose samples it asks for', (_, frontEnd) => {
    for (const frames of [2, 3, 128, 400]) {
      const samples = frontEnd.samplesFor(frames);
      expect(frontEnd.features(new Float32Array(samples)).frames).toBe(frames);
      expect(frontEnd.features(new Float32Array(samples - frontEnd.sampleRate / frontEnd.framesPerSecond)).frames).toBe(
        frames - 1,
      );
    }
  });

  it('wants 1.999 s for 400 frames of EPIC-SOUNDS', () => {
    expect(secondsFor(FRONT_ENDS.epic, 400)).toBeCloseTo(1.999, 12);
  });

  it.each(Object.entries(FRONT_ENDS))('%s gives finite features for a single sample', (_, frontEnd) => {
    const { data, frames, bins } = featuresOf(frontEnd, Float32Array.of(0.7));
    expect([frames >= 1, bins]).toEqual([true, frontEnd.bins]);
    expect(data.length).toBe(frames * bins);
    expect(data.every(Number.isFinite)).toBe(true);
  });

  it('makes no step of an offset where a short clip is padded', () => {
    const short = featuresOf(FRONT_ENDS.ast, new Float32Array(200).fill(0.5));
    expect(difference(short.data, FRONT_ENDS.ast.features(new Float32Array(400)).data).max).toBe(0);
  });
});
