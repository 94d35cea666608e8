import type { Problem } from '../core/problem';
import type { PreparedClip } from './types';

/** "LAF1" */
const MAGIC = 0x3146414c;
const DIGEST_BYTES = 32;
const PREFIX_BYTES = DIGEST_BYTES + 8;

/** Everything of a prepared clip but its numbers. Warnings do not say of which file: the same content may come under another name. */
interface Head {
  readonly frames: number;
  readonly bins: number;
  /** Of the waveform; null where there is none. */
  readonly samples: number | null;
  readonly seconds: number;
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly warnings: readonly Omit<Problem, 'subject'>[];
}

const digestOf = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/**
 * A prepared clip as bytes: SHA-256 of all that follows, magic and head length (uint32, little-endian), the head (JSON, filled
 * with spaces to a multiple of four), features and waveform (float32).
 */
export async function encodeEntry(clip: PreparedClip): Promise<Uint8Array<ArrayBuffer>> {
  const { features, wave, seconds, sampleRate, channelCount } = clip;
  const head: Head = {
    frames: features.frames,
    bins: features.bins,
    samples: wave && wave.length,
    seconds,
    sampleRate,
    channelCount,
    warnings: clip.warnings.map(({ code, cause, cure, severity }) => ({ code, cause, cure, severity })),
  };
  const plain = new TextEncoder().encode(JSON.stringify(head));
  const headBytes = 4 * Math.ceil(plain.length / 4);
  const featuresAt = PREFIX_BYTES + headBytes;
  const waveAt = featuresAt + features.data.byteLength;
  const out = new Uint8Array(waveAt + (wave?.byteLength ?? 0));
  const view = new DataView(out.buffer);
  view.setUint32(DIGEST_BYTES, MAGIC, true);
  view.setUint32(DIGEST_BYTES + 4, headBytes, true);
  out.fill(0x20, PREFIX_BYTES, featuresAt);
  out.set(plain, PREFIX_BYTES);
  new Float32Array(out.buffer, featuresAt, features.data.length).set(features.data);
  if (wave) new Float32Array(out.buffer, waveAt, wave.length).set(wave);
  out.set(await digestOf(out.subarray(DIGEST_BYTES)));
  return out;
}

/** The clip that was encoded, under the name of the file that it is of now; null where a bit of it is not as it was written. */
export async function decodeEntry(buffer: ArrayBuffer, name: string): Promise<PreparedClip | null> {
  if (buffer.byteLength < PREFIX_BYTES) return null;
  const bytes = new Uint8Array(buffer);
  const view = new DataView(buffer);
  const digest = await digestOf(bytes.subarray(DIGEST_BYTES));
  if (!digest.every((byte, i) => byte === bytes[i]) || view.getUint32(DIGEST_BYTES, true) !== MAGIC) return null;
  const featuresAt = PREFIX_BYTES + view.getUint32(DIGEST_BYTES + 4, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(PREFIX_BYTES, featuresAt))) as Head;
  const { frames, bins, samples, warnings, ...facts } = head;
  const waveAt = featuresAt + 4 * frames * bins;
  if (buffer.byteLength !== waveAt + 4 * (samples ?? 0)) return null;
  return {
    ...facts,
    features: { data: new Float32Array(buffer.slice(featuresAt, waveAt)), frames, bins },
    wave: samples === null ? null : new Float32Array(buffer.slice(waveAt)),
    warnings: warnings.map((warning) => ({ ...warning, subject: name })),
  };
}
