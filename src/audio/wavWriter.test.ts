import { describe, expect, it } from 'vitest';
import { decodeAudio } from './decode';
import { writeWav } from './wavWriter';

describe('writeWav', () => {
  it('is read back to half a step of 16 bits, at its own rate', async () => {
    const samples = Float32Array.from({ length: 1001 }, (_, n) => Math.sin(n / 5));
    const audio = await decodeAudio(new Blob([writeWav(samples, 44_100)]), 'take.wav');
    expect(audio).toMatchObject({ sampleRate: 44_100, warnings: [] });
    const [channel = new Float32Array(0)] = audio.channels;
    expect(audio.channels).toHaveLength(1);
    expect(channel).toHaveLength(1001);
    const worst = channel.reduce(
      (most, x, i) => Math.max(most, Math.abs((x * 32_768) / 32_767 - (samples[i] ?? NaN))),
      0,
    );
    expect(worst).toBeLessThan(0.51 / 32_767);
  });

  it('cuts at full scale instead of wrapping round', async () => {
    const { channels } = await decodeAudio(new Blob([writeWav(Float32Array.of(1.5, -1.5), 8000)]), 'loud.wav');
    expect(channels[0]?.[0]).toBeGreaterThan(0.99);
    expect(channels[0]?.[1]).toBeLessThan(-0.99);
  });
});
