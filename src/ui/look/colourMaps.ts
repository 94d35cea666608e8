import { rgb } from 'd3-color';
import { interpolateInferno, interpolateRdBu, interpolateViridis } from 'd3-scale-chromatic';

/** 256 colours as r, g, b bytes: from low to high. */
export type ColourTable = Uint8ClampedArray;

function tableOf(colourAt: (share: number) => string): ColourTable {
  const table = new Uint8ClampedArray(256 * 3);
  for (let i = 0; i < 256; i++) {
    const { r, g, b } = rgb(colourAt(i / 255));
    table.set([r, g, b], i * 3);
  }
  return table;
}

/**
 * Perceptually even colour maps: equal steps look equal, and brightness alone tells the order. The difference's is two of these from
 * one pale middle, blue below and red above: told apart with any colour vision.
 */
export const COLOURS = {
  attention: tableOf(interpolateInferno),
  spectrogram: tableOf(interpolateViridis),
  grey: tableOf((share) => `rgb(${[share, share, share].map((s) => Math.round(s * 255)).join(',')})`),
  difference: tableOf((share) => interpolateRdBu(1 - share)),
} as const;

export type ColourName = keyof typeof COLOURS;

/** The index of a value's colour: 0 at `low` and below, 255 at `high` and above; 0 where there is no range. */
export function shade(value: number, low: number, high: number): number {
  if (!(high > low) || !Number.isFinite(value)) return 0;
  return Math.round(255 * Math.min(1, Math.max(0, (value - low) / (high - low))));
}
