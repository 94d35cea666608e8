import { describe, expect, it } from 'vitest';
import { COLOURS } from '../look/colourMaps';
import { paintGlance } from './glancePicture';

describe('the picture of a glance', () => {
  const glance = {
    columns: 2,
    rows: 2,
    seconds: 1,
    spectrogram: Uint8Array.from([0, 255, 128, 64]),
    wave: Int8Array.from([-127, 127, 0, 0]),
  };
  const { width, height, pixels } = paintGlance(glance);
  const at = (x: number, y: number) => [...pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)];

  it('has the lowest frequency at the bottom, in the colours of spectrograms', () => {
    expect(at(0, height - 1)).toEqual([...COLOURS.spectrogram.subarray(0, 3), 255]);
    expect(at(1, height - 1)).toEqual([...COLOURS.spectrogram.subarray(765, 768), 255]);
    expect(at(0, height - 2)).toEqual([...COLOURS.spectrogram.subarray(384, 387), 255]);
  });

  it('has the waveform above: from top to bottom where it is loud, a line where it is silent', () => {
    const drawn = (x: number) => Array.from({ length: height - 2 }, (_, y) => y).filter((y) => at(x, y)[3] === 255);
    expect(drawn(0)).toHaveLength(height - 2);
    expect(drawn(1)).toHaveLength(1);
  });
});
