import { fail } from '../core/problem';
import { failUndecodable, truncated } from './audioProblems';
import { joinPieces } from './channels';
import type { DecodeInput, FileInput, SoundBlocks, StreamInput } from './decodeInput';
import type { DecodedAudio } from './types';

/** A difference to the container's duration that is the codec's padding, not damage. Seconds. */
const SLACK = 0.1;

/**
 * Decodes `maxSeconds` from `fromSeconds` on of the main sound track of MP4 (m4a), QuickTime, WebM, Matroska or ADTS (aac) with the
 * browser's own decoders. What lies before time 0 or behind the container's duration (the
 * encoder's delay and padding) is left out.
 * Fails where there is no WebCodecs (outside browsers), no sound track, or no decoder for its codec.
 * Source: W3C WebCodecs, AudioDecoder; mediabunny, AudioSampleSink.
 */
export async function decodeWithWebCodecs(title: string, input: DecodeInput): Promise<DecodedAudio> {
  const { name, fromSeconds, maxSeconds, signal } = input;
  const { file, track, AudioSampleSink } = await openTrack(title, input);
  try {
    const whole = await track.getDurationFromMetadata();
    const parts: Float32Array[][] = [];
    let sampleRate = 0;
    let samples = 0;
    let isCut = false;
    for await (const sample of new AudioSampleSink(track).samples(fromSeconds, fromSeconds + maxSeconds)) {
      signal?.throwIfAborted();
      const early = Math.min(
        sample.numberOfFrames,
        Math.max(0, Math.round((fromSeconds - sample.timestamp) * sample.sampleRate)),
      );
      const planes = planesOf(sample, early);
      sample.close();
      if (parts[0] && parts[0].length !== planes.length) break;
      sampleRate ||= sample.sampleRate;
      samples += planes[0]?.length ?? 0;
      parts.push(planes);
      isCut = samples >= maxSeconds * sampleRate;
      if (isCut) break;
    }
    if (samples === 0 && fromSeconds === 0) failUndecodable(name, title, 'no sound came out.');
    const padding = whole === null ? 0 : fromSeconds + samples / sampleRate - whole;
    if (!isCut && whole !== null && padding > 0 && padding < SLACK)
      samples = Math.max(0, Math.round((whole - fromSeconds) * sampleRate));
    const wanted = Math.min(samples, Math.ceil(maxSeconds * sampleRate));
    const decoded = fromSeconds + (sampleRate > 0 ? samples / sampleRate : 0);
    const isShort = !isCut && whole !== null && decoded < Math.min(whole, fromSeconds + maxSeconds) - SLACK;
    return {
      sampleRate,
      channels: joinPieces(parts, wanted),
      duration: isCut || isShort ? Math.max(whole ?? 0, decoded) : decoded,
      warnings: isShort ? [truncated(name, decoded, whole)] : [],
    };
  } finally {
    file.dispose();
  }
}

/** All of the main sound track, block by block, from time 0 on. */
export async function* streamWithWebCodecs(title: string, input: StreamInput): SoundBlocks {
  const { file, track, AudioSampleSink } = await openTrack(title, input);
  try {
    for await (const sample of new AudioSampleSink(track).samples(0)) {
      input.signal?.throwIfAborted();
      const early = Math.min(sample.numberOfFrames, Math.max(0, Math.round(-sample.timestamp * sample.sampleRate)));
      const channels = planesOf(sample, early);
      const { sampleRate } = sample;
      sample.close();
      if ((channels[0]?.length ?? 0) > 0) yield { sampleRate, channels };
    }
  } finally {
    file.dispose();
  }
}

/** The main sound track, checked to be one that can be decoded here. The caller disposes of the file. */
async function openTrack(title: string, { blob, name, start }: FileInput) {
  if (typeof AudioDecoder === 'undefined') {
    fail(
      'audio.no-webcodecs',
      name,
      `is ${title}, which needs the decoders of a browser with WebCodecs; there are none here.`,
      'Convert it to WAV, FLAC, Ogg or MP3, or use a current browser over https.',
    );
  }
  const { ADTS, AudioSampleSink, BlobSource, Input, MATROSKA, MP4, QTFF, WEBM } = await import('mediabunny');
  const source = new BlobSource(start > 0 ? blob.slice(start) : blob);
  const file = new Input({ source, formats: [MP4, QTFF, WEBM, MATROSKA, ADTS] });
  try {
    const track = await file.getPrimaryAudioTrack();
    if (!track) return failUndecodable(name, title, 'it has no sound track.');
    if (await track.canDecode()) return { file, track, AudioSampleSink };
    const codec = (await track.getCodec()) ?? 'an unknown codec';
    return fail(
      'audio.no-codec',
      name,
      `is ${title} with ${codec}, for which this browser has no decoder.`,
      'Convert it to WAV, FLAC, Ogg or MP3, or use another browser.',
    );
  } catch (error) {
    file.dispose();
    throw error;
  }
}

interface Planar {
  readonly numberOfChannels: number;
  readonly numberOfFrames: number;
  copyTo(destination: Float32Array<ArrayBuffer>, options: { planeIndex: number; format: 'f32-planar' }): void;
}

/** The channels of one decoded sample, without its first `skip` frames. */
function planesOf(sample: Planar, skip: number): Float32Array[] {
  return Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
    const plane = new Float32Array(sample.numberOfFrames);
    sample.copyTo(plane, { planeIndex, format: 'f32-planar' });
    return plane.subarray(skip);
  });
}
