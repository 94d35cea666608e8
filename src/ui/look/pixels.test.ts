import { describe, expect, it } from 'vitest';
import { COLOURS, shade } from './colourMaps';
import { layOver, paintMap, paintSpectrogram } from './pixels';

const rgbAt = (picture: { width: number; pixels: Uint8ClampedArray }, x: number, y: number) => [
  ...picture.pixels.slice(4 * (y * picture.width + x), 4 * (y * picture.width + x) + 4),
];
const colour = (table: Uint8ClampedArray, i: number) => [...table.slice(3 * i, 3 * i + 3), 255];

describe('pixels', () => {
  it('has the known ends of inferno and viridis', () => {
    expect(colour(COLOURS.attention, 0)).toEqual([0, 0, 4, 255]);
    expect(colour(COLOURS.attention, 255)).toEqual([252, 255, 164, 255]);
    expect(colour(COLOURS.spectrogram, 0)).toEqual([68, 1, 84, 255]);
  });

  it('shades within the range, and does not choke on none', () => {
    expect([shade(0, 0, 1), shade(1, 0, 1), shade(9, 0, 1), shade(-9, 0, 1)]).toEqual([0, 255, 255, 0]);
    expect([shade(3, 3, 3), shade(Number.NaN, 0, 1)]).toEqual([0, 0]);
  });

  it('puts the lowest frequency at the bottom, time to the right, and leaves missing frames clear', () => {
    // Two frames of two bins: only the low bin of the second frame is loud.
    const picture = paintSpectrogram({ data: Float32Array.of(0, 0, 1, 0), frames: 2, bins: 2 }, 3, 'grey');
    expect(rgbAt(picture, 1, 1)).toEqual([255, 255, 255, 255]);
    expect(rgbAt(picture, 1, 0)).toEqual([0, 0, 0, 255]);
    expect(rgbAt(picture, 2, 1)).toEqual([0, 0, 0, 0]);
  });

  it('turns maps the same way up', () => {
    const picture = paintMap(Float32Array.of(1, 0, 0, 0), [2, 2], [0, 1]);
    expect(rgbAt(picture, 0, 1)).toEqual(colour(COLOURS.attention, 255));
    expect(rgbAt(picture, 0, 0)).toEqual(colour(COLOURS.attention, 0));
  });

  it('covers a picture by the wanted share', () => {
    const grey = { width: 1, height: 1, pixels: Uint8ClampedArray.of(100, 100, 100, 255) };
    expect(rgbAt(layOver(grey, Float32Array.of(1), [0, 1], 1), 0, 0)).toEqual(colour(COLOURS.attention, 255));
    expect(rgbAt(layOver(grey, Float32Array.of(1), [0, 1], 0), 0, 0)).toEqual([100, 100, 100, 255]);
  });
});
