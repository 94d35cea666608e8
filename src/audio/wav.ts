import { readBytes, viewOf } from './bytes';
import { failEmptyClip, truncated } from './audioProblems';
import type { DecodeInput, SoundBlocks, StreamInput } from './decodeInput';
import type { DecodedAudio } from './types';
import { readWavHeader } from './wavHeader';

const BLOCK_BYTES = 2 ** 20;

/**
 * Decodes `maxSeconds` from `fromSeconds` on of a WAV file: 8, 16, 24, 32-bit integers, 32 and 64-bit floats, A-law and mu-law,
 * 1 to 64 channels, any rate above 0. Reads the header and the wanted samples only, whatever the header promises.
 * A file shorter than promised is decoded as far as it goes, with a warning. Errors: see `readWavHeader`; no samples.
 */
export async function decodeWav(input: DecodeInput): Promise<DecodedAudio> {
  const { blob, name, fromSeconds, maxSeconds, signal } = input;
  const header = await readWavHeader(blob, name);
  const { sampleRate, channelCount, format, dataStart } = header;
  if (header.frames === 0) failEmptyClip(name);
  const first = Math.min(header.frames, Math.round(fromSeconds * sampleRate));
  const frames = Math.min(header.frames - first, Math.ceil(maxSeconds * sampleRate));
  const channels = Array.from({ length: channelCount }, () => new Float32Array(frames));
  const frameBytes = channelCount * format.bytes;
  const framesPerBlock = Math.max(1, Math.floor(BLOCK_BYTES / frameBytes));
  for (let done = 0; done < frames; done += framesPerBlock) {
    signal?.throwIfAborted();
    const count = Math.min(framesPerBlock, frames - done);
    const from = dataStart + (first + done) * frameBytes;
    const view = viewOf(await readBytes(blob, from, from + count * frameBytes));
    channels.forEach((channel, c) => {
      for (let i = 0; i < count; i++) channel[done + i] = format.read(view, i * frameBytes + c * format.bytes);
    });
  }
  const duration = header.frames / sampleRate;
  const short = header.promisedFrames !== null && header.promisedFrames > header.frames;
  const warnings = short ? [truncated(name, duration, (header.promisedFrames ?? 0) / sampleRate)] : [];
  return { sampleRate, channels, duration, warnings };
}

/** Seconds of a block: whole, so that blocks join at every rate. */
const STREAM_SECONDS = 10;

/** All of a WAV file, block by block. */
export async function* streamWav(input: StreamInput): SoundBlocks {
  for (let fromSeconds = 0; ; fromSeconds += STREAM_SECONDS) {
    const { channels, sampleRate, warnings } = await decodeWav({ ...input, fromSeconds, maxSeconds: STREAM_SECONDS });
    const frames = channels[0]?.length ?? 0;
    if (frames > 0) yield { channels, sampleRate };
    if (frames < STREAM_SECONDS * sampleRate) {
      for (const warning of warnings) input.onWarning(warning);
      return;
    }
  }
}
