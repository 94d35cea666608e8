import { placeOf } from '../../attention/choose';
import type { LookFacts, TokenGrid } from '../../attention/types';
import { FRONT_ENDS } from '../../audio/frontEnds';
import { hertz, significant } from '../format';
import { binHertz } from './axes';
import type { PatchLayout } from './maps';

/** What a panel's tokens cover: its patches over frames and mel bins. */
export type Where = Pick<LookFacts, 'grid' | 'prefix' | 'patch' | 'stride' | 'frontEnd'>;

/** The prefix tokens by what they are: one, or the two of a distilled model. */
export const PREFIX_TITLES = ['Class token', 'Distillation token'] as const;

/** The middle of a patch: seconds, and the centre frequency of the mel bin at its middle in Hz. */
export function patchMiddle(
  { patch, stride, frontEnd }: Omit<Where, 'grid' | 'prefix'>,
  f: number,
  w: number,
): { readonly seconds: number; readonly hertz: number } {
  const frame = w * stride[1] + patch[1] / 2;
  const bin = f * stride[0] + (patch[0] - 1) / 2;
  return { seconds: frame / FRONT_ENDS[frontEnd].framesPerSecond, hertz: binHertz(frontEnd, bin) };
}

/** Seconds that the columns `from` to `to` span. */
export function bandSeconds(
  { patch, stride, frontEnd }: Where,
  [from, to]: readonly [number, number],
): readonly [number, number] {
  const perSecond = FRONT_ENDS[frontEnd].framesPerSecond;
  return [(from * stride[1]) / perSecond, (to * stride[1] + patch[1]) / perSecond];
}

/** A place in words: `1.2 s, 3.1 kHz`. */
export function placeText(where: Omit<Where, 'grid' | 'prefix'>, f: number, w: number): string {
  const middle = patchMiddle(where, f, w);
  return `${significant(middle.seconds, 3)} s, ${hertz(middle.hertz)}`;
}

/** A token in words: what prefix token it is, or where its patch lies. */
export function tokenText(token: number, where: Where): string {
  const place = placeOf(token, where);
  if (place.kind === 'prefix') return PREFIX_TITLES[place.index] ?? `Extra token ${place.index + 1}`;
  return placeText(where, place.f, place.w);
}

/** Where a map is greatest, in words; null where it is the same everywhere. */
export function peakText(map: Float32Array, where: Where): string | null {
  let at = 0;
  let low = Infinity;
  map.forEach((value, i) => {
    if (value > (map[at] ?? -Infinity)) at = i;
    low = Math.min(low, value);
  });
  const high = map[at] ?? NaN;
  if (!(high > low)) return null;
  const [, W] = where.grid;
  return `highest at ${placeText(where, Math.floor(at / W), at % W)}`;
}

/** The patch below a point, given as shares of a picture's width and of its height from the bottom. */
export function patchAt(layout: PatchLayout, x: number, y: number): readonly [number, number] {
  const at = (share: number, axis: 0 | 1) => {
    const extent = (layout.grid[axis] - 1) * layout.stride[axis] + layout.patch[axis];
    // Where patches overlap, the one whose middle is nearest.
    const nearest = Math.round((share * extent - layout.patch[axis] / 2) / layout.stride[axis]);
    return Math.min(layout.grid[axis] - 1, Math.max(0, nearest));
  };
  return [at(y, 0), at(x, 1)];
}

/** A token moved by patches on the grid, staying on it; a prefix token stays what it is. */
export function movedToken(token: number, { grid: [F, W], prefix }: TokenGrid, df: number, dw: number): number {
  if (token < prefix) return token;
  const n = token - prefix;
  const f = Math.min(F - 1, Math.max(0, Math.floor(n / W) + df));
  const w = Math.min(W - 1, Math.max(0, (n % W) + dw));
  return prefix + f * W + w;
}

/** A band moved by columns, staying on the grid with its width; or widened at its end. */
export function movedBand(
  [from, to]: readonly [number, number],
  columns: number,
  by: number,
  widen = false,
): readonly [number, number] {
  if (widen) return [from, Math.min(columns - 1, Math.max(from, to + by))];
  const start = Math.min(columns - 1 - (to - from), Math.max(0, from + by));
  return [start, start + to - from];
}
