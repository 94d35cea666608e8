import { readHdf5 } from '../files/hdf5';
import { openSource, type Hdf5Source, type SourceFile } from '../files/source';
import { checkSamples, decodeAudio, type DecodeOptions } from './decode';
import type { DecodedAudio } from './types';

/** What is decoded of a recording where nobody says how much. Seconds. */
const DEFAULT_MAX_SECONDS = 600;

/**
 * A stretch of whatever sound a source stands for. Errors: those of `decodeAudio`, of `openSource`, and of `readHdf5`.
 * @param name for messages: the source's path, or that of a segment
 */
export async function decodeSource(source: SourceFile, name: string, options: DecodeOptions): Promise<DecodedAudio> {
  if (source.kind === 'hdf5') return decodeHdf5(source, name, options);
  return decodeAudio(await openSource(source, options.signal), name, options);
}

/** A slice of a recording in an HDF5 file: what lies outside the slice is not read. */
async function decodeHdf5(source: Hdf5Source, name: string, options: DecodeOptions): Promise<DecodedAudio> {
  const { fromSeconds = 0, maxSeconds = DEFAULT_MAX_SECONDS, signal } = options;
  signal?.throwIfAborted();
  const { sampleRate } = source;
  const first = Math.round(fromSeconds * sampleRate);
  const { samples, length } = await readHdf5(source, first, first + Math.ceil(maxSeconds * sampleRate));
  const audio = { sampleRate, channels: [samples], duration: length / sampleRate, warnings: [] };
  checkSamples(audio, name, fromSeconds);
  return audio;
}
