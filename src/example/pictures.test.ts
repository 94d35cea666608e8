import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../tests/weights/checkpoints';
import type { Example } from './example';
import { openPictures, toBytes } from './pictures';

const clip = (frames: number, tops: readonly number[]) => ({
  id: 'a.flac',
  label: 0,
  frames,
  band: [0, 0] as [number, number],
  loudness: [-10, 5] as [number, number],
  tops: [...tops],
  entropy: [],
});
const pictures = {
  bins: 2,
  grid: [1, 2] as [number, number],
  patch: [2, 1] as [number, number],
  stride: [2, 1] as [number, number],
  tokens: 4,
  layers: 2,
  stages: 2,
  clips: [clip(1, [1, 1]), clip(3, [0.5, 0.25])],
} satisfies Example['pictures'];

describe('pictures as bytes', () => {
  const first = [...toBytes(Float32Array.of(-10, 5), -10, 5), ...new Uint8Array(8)];
  const sound = Float32Array.of(-10, -4, 0, 1, 2, 5);
  const maps = [0.5, 0.1, 0.25, 0, 0.3, 0.2, 0.05, 0.2];
  const tops = [0.5, 0.5, 0.25, 0.25];
  const second = [
    ...toBytes(sound, -10, 5),
    ...maps.map((value, i) => toBytes(Float32Array.of(value), 0, tops[i % 4] ?? 0)[0] ?? 0),
  ];
  const file = Uint8Array.from([...first, ...second]);

  it('come back to half a step of their scale, each from its own place', () => {
    const read = openPictures(file, { pictures });
    const { data, frames, bins } = read.spectrogram(1);
    expect([frames, bins]).toEqual([3, 2]);
    data.forEach((value, i) => expect(Math.abs(value - (sound[i] ?? 0))).toBeLessThanOrEqual(15 / 510 + 1e-6));
    for (const [stage, layer, at] of [
      [0, 0, 0],
      [0, 1, 2],
      [1, 0, 4],
      [1, 1, 6],
    ] as const) {
      const map = read.map(1, stage, layer);
      map.forEach((value, i) => {
        expect(Math.abs(value - (maps[at + i] ?? 0))).toBeLessThanOrEqual((tops[layer * 2] ?? 0) / 510 + 1e-6);
      });
    }
    expect([...read.spectrogram(0).data]).toEqual([-10, 5]);
  });

  it('hold what lies beyond the limits at the limits', () => {
    expect([...toBytes(Float32Array.of(-99, 99), 0, 1)]).toEqual([0, 255]);
    expect([...toBytes(Float32Array.of(3, 3), 3, 3)]).toEqual([0, 0]);
  });

  it('are refused where the file is shorter or longer than it should be', async () => {
    const problem = await problemFrom(() => openPictures(file.subarray(1), { pictures }));
    expect(problem).toMatchObject({ code: 'example.size', cause: 'has 23 bytes in place of 24.' });
  });
});
