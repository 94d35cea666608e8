import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { warning } from '../core/problem';
import { decodeEntry, encodeEntry } from './featureEntry';
import type { PreparedClip } from './types';

const numbers = (most: number) => fc.float32Array({ maxLength: most });
const clips: fc.Arbitrary<PreparedClip> = fc
  .record({
    frames: fc.nat(4),
    wave: fc.option(numbers(9)),
    seconds: fc.nat(900),
    cause: fc.string(),
  })
  .chain(({ frames, wave, seconds, cause }) =>
    fc.float32Array({ minLength: 3 * frames, maxLength: 3 * frames }).map((data) => ({
      features: { data, frames, bins: 3 },
      wave,
      seconds,
      sampleRate: 16_000,
      channelCount: 2,
      warnings: [warning('audio.silent', 'as dropped.wav', cause, 'Check it.')],
    })),
  );

const bits = (values: Float32Array | null) => values && [...new Uint32Array(values.slice().buffer)];

describe('a kept clip', () => {
  it('comes back bit by bit, its warnings under the name that the file has now', async () => {
    await fc.assert(
      fc.asyncProperty(clips, async (clip) => {
        const back = await decodeEntry((await encodeEntry(clip)).buffer, 'moved.wav');
        expect(bits(back?.features.data ?? null)).toEqual(bits(clip.features.data));
        expect(bits(back?.wave ?? null)).toEqual(bits(clip.wave));
        expect(back?.warnings).toEqual(clip.warnings.map((one) => ({ ...one, subject: 'moved.wav' })));
        expect(back?.seconds).toBe(clip.seconds);
      }),
      { numRuns: 100 },
    );
  });

  it('is not taken with a bit turned or a byte cut off', async () => {
    await fc.assert(
      fc.asyncProperty(clips, fc.nat(), fc.nat(7), async (clip, place, bit) => {
        const bytes = await encodeEntry(clip);
        const at = place % bytes.length;
        const turned = bytes.slice();
        turned[at] = (turned[at] ?? 0) ^ (1 << bit);
        expect(await decodeEntry(turned.buffer, 'x')).toBeNull();
        expect(await decodeEntry(bytes.slice(0, at).buffer, 'x')).toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});
