import { joined } from './channels';

/** A window cut from a sound. */
export interface CutWindow {
  /** Its first sample, counted from the beginning of the sound. */
  readonly start: number;
  readonly wave: Float32Array;
}

/** Cuts windows from sound that comes block by block. */
export interface WindowCutter {
  push(wave: Float32Array): readonly CutWindow[];
  /** The last window: it ends with the sound, so that every sample is in one. Null where one ended there already. */
  end(): CutWindow | null;
  /** Samples that came so far. */
  readonly length: number;
}

/**
 * Windows of `size` samples every `hop`, as `hopStarts` of the whole sound: a sound no longer than a window is one, all of
 * it. No more than a window and a hop is held.
 */
export function createWindowCutter(size: number, hop: number): WindowCutter {
  let held = new Float32Array(0);
  /** Where `held` begins. */
  let base = 0;
  let next = 0;
  let length = 0;
  const cut = (start: number): CutWindow => ({ start, wave: held.slice(start - base, start - base + size) });
  return {
    push(wave) {
      held = joined(held, wave);
      length += wave.length;
      const out: CutWindow[] = [];
      for (; next + size <= length; next += hop) out.push(cut(next));
      // The last window may begin as early as a window before the end.
      const kept = Math.max(base, Math.min(next, length - size));
      held = held.slice(kept - base);
      base = kept;
      return out;
    },
    end() {
      const start = Math.max(0, length - size);
      const wasCut = next > 0 && start === next - hop;
      return length === 0 || wasCut ? null : cut(start);
    },
    get length() {
      return length;
    },
  };
}
