import { featuresOf, type FrontEnd } from './frontEnds';
import { joined } from './channels';
import type { Features } from './types';

/** The front end's frames of sound that comes block by block. */
export interface StreamFrames {
  /** Takes mono samples at the front end's rate, and gives the frames that can be told by now: [k, M], k may be 0. */
  push(wave: Float32Array): Features;
}

/**
 * As the features of all blocks joined, but for the sound's last frame, which wants an end.
 * Each turn works on what is new with one frame more on either side, whose edges may see what is not there; those frames
 * are left out. Of the mean that Kaldi's filterbank takes off a whole clip nothing is left after it has taken each frame's.
 */
export function createStreamFrames(frontEnd: FrontEnd): StreamFrames {
  const { sampleRate, framesPerSecond, bins, minSamples } = frontEnd;
  const shift = sampleRate / framesPerSecond;
  let held = new Float32Array(0);
  /** The frame that `held` begins with, and the next to give. */
  let base = 0;
  let next = 0;
  return {
    push(wave) {
      held = joined(held, wave);
      if (held.length < minSamples + 2 * shift) return { data: new Float32Array(0), frames: 0, bins };
      const features = featuresOf(frontEnd, held);
      const end = base + features.frames - 1;
      const frames = Math.max(0, end - next);
      const data = features.data.slice((next - base) * bins, (next - base + frames) * bins);
      next += frames;
      const first = Math.max(0, next - 1);
      held = held.slice((first - base) * shift);
      base = first;
      return { data, frames, bins };
    },
  };
}
