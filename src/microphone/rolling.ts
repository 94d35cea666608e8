import { FRONT_ENDS } from '../audio/frontEnds';
import { createRowRing, type RowRing } from '../audio/rowRing';
import { createStreamFrames } from '../audio/streamFrames';
import { createStreamResampler } from '../audio/streamResampler';
import type { FrontEndName } from '../audio/types';

/** What was heard last: the front end's frames, and how loud it was. */
export interface Rolling {
  readonly frontEnd: FrontEndName;
  readonly rows: Pick<RowRing, 'last' | 'total'>;
  /** The largest sample of the last tenth of a second, in [0, 1]. */
  readonly level: number;
}

/** Seconds that the meter looks back. */
const METER_SECONDS = 0.1;

/**
 * Turns blocks of a microphone into frames as they come: resampled as any sound of a data set is.
 * @param capacity frames to keep
 */
export function createRolling(
  sampleRate: number,
  name: FrontEndName,
  capacity: number,
): Rolling & { push(block: Float32Array): void } {
  const frontEnd = FRONT_ENDS[name];
  const resampler = createStreamResampler(sampleRate, frontEnd.sampleRate);
  const frames = createStreamFrames(frontEnd);
  const rows = createRowRing(capacity, frontEnd.bins);
  let peaks: { readonly peak: number; readonly length: number }[] = [];
  return {
    frontEnd: name,
    rows,
    get level() {
      return Math.min(1, Math.max(0, ...peaks.map(({ peak }) => peak)));
    },
    push(block) {
      let peak = 0;
      for (let i = 0; i < block.length; i++) peak = Math.max(peak, Math.abs(block[i] as number));
      peaks = [{ peak, length: block.length }, ...peaks];
      const most = Math.max(1, Math.ceil((METER_SECONDS * sampleRate) / Math.max(1, block.length)));
      peaks.length = Math.min(peaks.length, most);
      rows.push(frames.push(resampler.push(block)));
    },
  };
}
