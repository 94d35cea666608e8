import { joined } from './channels';
import { greatestCommonDivisor, reachOf, resample } from './resample';

/** Resamples sound that comes block by block. */
export interface StreamResampler {
  /** Takes the next block, of any length, and gives what can be told by now: possibly nothing. */
  push(block: Float32Array): Float32Array;
  /** Gives the rest: the sound has ended. */
  flush(): Float32Array;
}

/**
 * As `resample` of all blocks joined, sample by sample the same, with a fraction of a second in memory.
 *
 * With rates F : T over their greatest common divisor, T output samples belong to F input samples and the filters repeat. So
 * whole groups are resampled with one more group, or as many as the filter reaches, before and behind them; an output
 * sample is given once all that its filter reaches is there.
 */
export function createStreamResampler(from: number, to: number): StreamResampler {
  if (from === to) return { push: (block) => block, flush: () => new Float32Array(0) };
  const divisor = greatestCommonDivisor(from, to);
  const [F, T] = [from / divisor, to / divisor];
  const reach = Math.ceil(reachOf(F, T));
  const lead = Math.ceil(reach / F);
  let held = new Float32Array(0);
  /** Groups before `held`, and groups given. */
  let base = 0;
  let done = 0;
  const give = (groups: number | null): Float32Array => {
    const out = resample(held, from, to);
    const end = groups === null ? out.length : (groups - base) * T;
    return out.slice((done - base) * T, end);
  };
  return {
    push(block) {
      held = joined(held, block);
      const groups = Math.floor((base * F + held.length - reach) / F);
      if (groups <= done) return new Float32Array(0);
      const out = give(groups);
      const next = Math.max(0, groups - lead);
      held = held.slice((next - base) * F);
      base = next;
      done = groups;
      return out;
    },
    flush: () => give(null),
  };
}
