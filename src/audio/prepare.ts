import type { Problem } from '../core/problem';
import { failOutside, onlyFirst, silent, tooShort } from './audioProblems';
import { monoOf, peakOf } from './channels';
import type { SourceFile } from '../files/source';
import { decodeAudio, type DecodeOptions } from './decode';
import { decodeSource } from './decodeSource';
import { FRONT_ENDS, featuresOf, secondsFor } from './frontEnds';
import { resample } from './resample';
import { segmentName } from './segmentName';
import type { DecodedAudio, FrontEndName, PreparedClip, Segment } from './types';

export interface PrepareOptions {
  readonly frontEnd: FrontEndName;
  /** T, the most frames wanted: only as much sound is decoded as these need. */
  readonly frames: number;
  /** Whether to return the waveform too, for mixup or to cut windows from. */
  readonly keepWave?: boolean;
  /** Whether that waveform is all of the clip, up to an hour. The features end with `frames` all the same. */
  readonly whole?: boolean;
  /** The stretch of the recording that the clip is; null or absent for all of it. */
  readonly segment?: Segment | null;
  readonly signal?: AbortSignal;
}

/** Decoded beyond the wanted end, so that resampling sees no edge there. Seconds. */
const MARGIN = 0.05;
/** A rest shorter than this goes without a word. Seconds. */
const UNMENTIONED_REST = 0.1;
/** Peaks below this are silence: a third of the smallest step of 16 bits. */
const SILENCE = 1e-5;
/** Of a longer recording the rest is left out: an hour at 24 kHz is 346 MB. */
const LONGEST_WHOLE_SECONDS = 3600;
/** A segment may end so far behind its recording: times are rounded, and codecs pad. Seconds. */
const OVERHANG = 0.05;

type Decode = (options: DecodeOptions) => Promise<DecodedAudio>;

/** As `prepareSource`, of a file's bytes. */
export function prepareClip(blob: Blob, name: string, options: PrepareOptions): Promise<PreparedClip> {
  return prepare((stretch) => decodeAudio(blob, name, stretch), name, options);
}

/**
 * One clip to features: decoded, channels averaged, resampled, cut to the wanted length, [T, M] with T <= frames. Of a
 * segment nothing outside it is heard: it is worked on as if it were a file of its own.
 * Errors: those of `decodeSource`; `audio.segment` where the segment does not lie in the recording. Warnings: of decoding;
 * only the beginning used; silent; under one window.
 */
export function prepareSource(source: SourceFile, options: PrepareOptions): Promise<PreparedClip> {
  const name = segmentName(source.path, options.segment ?? null);
  return prepare((stretch) => decodeSource(source, name, stretch), name, options);
}

/**
 * A segment's decoded beginning, cut where the segment ends, and the segment's own length.
 * @throws ProblemError `audio.segment` where the recording ends before it
 */
function cutTo({ start, end }: Segment, audio: DecodedAudio, askedSeconds: number, name: string): DecodedAudio {
  const { channels, sampleRate, duration, estimated = false } = audio;
  const length = Math.round(end * sampleRate) - Math.round(start * sampleRate);
  const asked = Math.min(length, Math.ceil(askedSeconds * sampleRate));
  const there = channels[0]?.length ?? 0;
  const isShort = there < asked - OVERHANG * sampleRate || there === 0;
  if (isShort || (!estimated && end > duration + OVERHANG)) failOutside(name, start, end, duration);
  const seconds = Math.min(length, Math.round((duration - start) * sampleRate)) / sampleRate;
  return {
    ...audio,
    channels: channels.map((channel) => channel.subarray(0, length)),
    duration: estimated ? length / sampleRate : seconds,
  };
}

async function prepare(decode: Decode, name: string, options: PrepareOptions): Promise<PreparedClip> {
  const { frames, keepWave = false, whole = false, segment = null, signal } = options;
  const frontEnd = FRONT_ENDS[options.frontEnd];
  const usedSeconds = whole ? LONGEST_WHOLE_SECONDS : secondsFor(frontEnd, frames);
  const fromSeconds = segment?.start ?? 0;
  const maxSeconds = Math.min(usedSeconds + MARGIN, segment ? segment.end - segment.start : Infinity);
  const decoded = await decode({ fromSeconds, maxSeconds, ...(signal && { signal }) });
  const audio = segment ? cutTo(segment, decoded, maxSeconds, name) : decoded;
  const mono = resample(monoOf(audio.channels), audio.sampleRate, frontEnd.sampleRate);
  signal?.throwIfAborted();
  const samples = frontEnd.samplesFor(frames);
  const wave = mono.length > samples ? mono.slice(0, samples) : mono;
  const warnings: Problem[] = [...audio.warnings];
  if (audio.duration > usedSeconds + UNMENTIONED_REST) warnings.push(onlyFirst(name, usedSeconds, audio.duration));
  if (wave.length < frontEnd.minSamples) warnings.push(tooShort(name, audio.duration));
  if (peakOf(wave) < SILENCE) warnings.push(silent(name));
  return {
    features: featuresOf(frontEnd, wave),
    wave: keepWave ? (whole ? mono : wave) : null,
    seconds: audio.duration,
    sampleRate: audio.sampleRate,
    channelCount: audio.channels.length,
    warnings,
  };
}
