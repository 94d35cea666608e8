import { fail, isAbort, problemOf, ProblemError } from '../core/problem';
import { failEmptyClip, failUndecodable } from './audioProblems';
import { id3Length, readBytes } from './bytes';
import { countUnusable } from './channels';
import { DECODERS, type Decoder } from './decoders';
import { describeFile } from './notAudio';
import type { DecodedAudio } from './types';

export interface DecodeOptions {
  /** Begin here: the first sample is round(fromSeconds x rate). The start unless told. */
  readonly fromSeconds?: number;
  /** Decode no more than this from there. Ten minutes unless told. */
  readonly maxSeconds?: number;
  readonly signal?: AbortSignal;
}

const DEFAULT_MAX_SECONDS = 600;
/** Enough to find three MPEG frames behind some junk. */
const HEAD_BYTES = 2 ** 15;

/**
 * Decodes the beginning of a sound file, or a stretch of it, whatever its name says: the format is told by the content (DECODERS).
 * Whatever goes wrong is a ProblemError with the file, the cause and the cure; what is used all the same (cut short,
 * header and sound disagreeing) is in `warnings`. NaN and infinite samples are refused. A stretch behind the end of the
 * sound gives no samples and no error.
 */
export async function decodeAudio(blob: Blob, name: string, options: DecodeOptions = {}): Promise<DecodedAudio> {
  const { fromSeconds = 0, maxSeconds = DEFAULT_MAX_SECONDS, signal } = options;
  signal?.throwIfAborted();
  let title = 'a sound file';
  try {
    const { decoder, start } = await recogniseSound(blob, name);
    title = decoder.title;
    signal?.throwIfAborted();
    const audio = await decoder.decode({ blob, name, start, fromSeconds, maxSeconds, signal });
    checkSamples(audio, name, fromSeconds);
    return audio;
  } catch (error) {
    return failDecoding(error, name, title, signal);
  }
}

/**
 * The format of a sound file, and where its own first byte is. Errors: `audio.empty-file`, `audio.not-audio`.
 */
export async function recogniseSound(
  blob: Blob,
  name: string,
): Promise<{ readonly decoder: Decoder; readonly start: number }> {
  if (blob.size === 0) fail('audio.empty-file', name, 'is empty (0 bytes).', 'Copy it again from its source.');
  const first = await readBytes(blob, 0, HEAD_BYTES);
  const start = id3Length(first);
  const head = start === 0 ? first : await readBytes(blob, start, start + HEAD_BYTES);
  const decoder = DECODERS.find((row) => row.recognises(head));
  if (decoder) return { decoder, start };
  const found = describeFile(first);
  return fail('audio.not-audio', name, `is ${found.title}.`, found.cure);
}

/** Throws what decoding failed with, in words: a file that changed meanwhile, and what a decoder says, become problems. */
export function failDecoding(error: unknown, name: string, title: string, signal: AbortSignal | undefined): never {
  if (error instanceof ProblemError || isAbort(error) || signal?.aborted) throw error;
  if (isUnreadable(error)) {
    fail('audio.unreadable', name, 'can no longer be read: it was changed, moved or removed.', 'Add it again.');
  }
  return failUndecodable(name, title, problemOf(error, name).cause);
}

/** Refuses what no later step could work with. Errors: `audio.empty-clip`, `audio.sample-rate`, `audio.not-finite`. */
export function checkSamples({ channels, sampleRate }: DecodedAudio, name: string, fromSeconds: number): void {
  const length = channels[0]?.length ?? 0;
  if (length === 0 && fromSeconds > 0) return;
  if (length === 0) failEmptyClip(name);
  if (!Number.isInteger(sampleRate) || sampleRate <= 0) {
    fail('audio.sample-rate', name, `has an impossible sample rate of ${sampleRate} Hz.`, 'Export it again.');
  }
  const unusable = countUnusable(channels);
  if (unusable > 0) {
    fail(
      'audio.not-finite',
      name,
      `has ${unusable} of ${length * channels.length} samples that are not numbers (NaN), infinite or absurdly large.`,
      'It is left out. Export it again; the program that wrote it divided by zero.',
    );
  }
}

/** What reading a File throws after the file has changed on disk. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Error && ['NotReadableError', 'NotFoundError'].includes(error.name);
}
