import { FRONT_ENDS } from '../../audio/frontEnds';
import { hzToMel, melToHz } from '../../audio/melBank';
import type { FrontEndName } from '../../audio/types';

const HERTZ = [125, 250, 500, 1000, 2000, 4000, 8000];

/** A mark on an axis: where, as a share of its length, and what it says. */
export interface Tick {
  readonly at: number;
  readonly value: number;
}

/** Octaves on the mel axis, as shares of its height from the bottom. Those crowded at an end are left out. */
export function hertzTicks(frontEnd: FrontEndName): readonly Tick[] {
  const [low, high] = FRONT_ENDS[frontEnd].band.map(hzToMel) as [number, number];
  return HERTZ.map((value) => ({ value, at: (hzToMel(value) - low) / (high - low) })).filter(
    ({ at }) => at >= 0 && at <= 1,
  );
}

/** The frequency at a height of the mel axis. Hz. */
export function hertzAt(frontEnd: FrontEndName, at: number): number {
  const [low, high] = FRONT_ENDS[frontEnd].band.map(hzToMel) as [number, number];
  return melToHz(low + at * (high - low));
}

/** The centre frequency of mel bin b, 0-based, as the front end's triangles have it. Hz. */
export function binHertz(frontEnd: FrontEndName, bin: number): number {
  const [low, high] = FRONT_ENDS[frontEnd].band.map(hzToMel) as [number, number];
  return melToHz(low + ((bin + 1) * (high - low)) / (FRONT_ENDS[frontEnd].bins + 1));
}

/** Round times on an axis of so many seconds: at most seven, steps of 1, 2 or 5 times a power of ten. */
export function secondTicks(seconds: number): readonly Tick[] {
  if (!(seconds > 0)) return [];
  const least = seconds / 6;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5, 10].find((times) => times * power >= least) ?? 10);
  const count = Math.floor(seconds / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => {
    const value = Number((i * step).toPrecision(6));
    return { value, at: value / seconds };
  });
}
