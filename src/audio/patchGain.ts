import { FRONT_ENDS } from './frontEnds';
import { hzToMel } from './melBank';
import type { Gain } from './maskSound';
import type { FrontEndName } from './types';

/** A value for each patch of a spectrogram, and how the patches lie on it. */
export interface PatchMask {
  /** [F, W] row major, row 0 the lowest frequency; any scale. */
  readonly map: Float32Array;
  readonly grid: readonly [number, number];
  /** [mel bins, frames] */
  readonly patch: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly frontEnd: FrontEndName;
}

/** What stays of the quietest patch, -26 dB: the mask is soft, and nothing is cut to silence. */
const FLOOR = 0.05;

/**
 * The gain that a map of patches gives to each time and frequency: `floor` at its least value and 1 at its greatest, or the
 * other way round for the rest, in between by value, bilinear between the middles of patches. Beyond the outermost middles it
 * is that of the edge, so that frequencies that the front end does not hear go with those nearest to them. A map that is the
 * same everywhere lets everything through.
 */
export function patchGain({ map, grid, patch, stride, frontEnd }: PatchMask, side: 'attended' | 'rest'): Gain {
  const [F, W] = grid;
  const { framesPerSecond, bins } = FRONT_ENDS[frontEnd];
  const [low, high] = FRONT_ENDS[frontEnd].band.map(hzToMel) as [number, number];
  const least = map.reduce((a, b) => Math.min(a, b), Infinity);
  const most = map.reduce((a, b) => Math.max(a, b), -Infinity);
  const gains = map.map((value) => {
    if (!(most > least)) return 1;
    const share = (value - least) / (most - least);
    return FLOOR + (1 - FLOOR) * (side === 'attended' ? share : 1 - share);
  });
  const between = (exact: number, count: number) => {
    const at = Math.min(count - 1, Math.max(0, exact));
    const from = Math.floor(at);
    return [from, Math.min(count - 1, from + 1), at - from] as const;
  };
  return (seconds, hertz) => {
    const bin = ((hzToMel(hertz) - low) * (bins + 1)) / (high - low) - 1;
    const [f0, f1, df] = between((bin - (patch[0] - 1) / 2) / stride[0], F);
    const [w0, w1, dw] = between((seconds * framesPerSecond - patch[1] / 2) / stride[1], W);
    const at = (f: number, w: number) => gains[f * W + w] ?? 1;
    return (at(f0, w0) * (1 - dw) + at(f0, w1) * dw) * (1 - df) + (at(f1, w0) * (1 - dw) + at(f1, w1) * dw) * df;
  };
}
