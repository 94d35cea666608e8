import { readHdf5 } from '../files/hdf5';
import { openSource, type Hdf5Source, type SourceFile } from '../files/source';
import { failEmptyClip } from './audioProblems';
import { checkSamples, failDecoding, recogniseSound } from './decode';
import type { SoundBlock, SoundBlocks, StreamInput } from './decodeInput';

/** Seconds of an HDF5 recording that are read at a time. */
const HDF5_SECONDS = 10;

/**
 * All of a recording, block by block, whatever its format and length: no more than a block is in memory. Blocks are of any
 * length. Samples that are not numbers are refused; a recording that is cut short or damaged is told by `onWarning` at its end. Errors: those of `decodeAudio`, of `openSource`, and of `readHdf5`.
 */
export async function* streamSource(
  source: SourceFile,
  signal?: AbortSignal,
  onWarning: StreamInput['onWarning'] = () => undefined,
): SoundBlocks {
  const name = source.path;
  let title = 'a sound file';
  let from = 0;
  const check = (block: SoundBlock) => {
    checkSamples({ ...block, duration: 0, warnings: [] }, name, from);
    from += (block.channels[0]?.length ?? 0) / block.sampleRate;
  };
  try {
    for await (const block of source.kind === 'hdf5' ? streamHdf5(source, signal) : streamBytes()) {
      check(block);
      yield block;
    }
    if (from === 0) failEmptyClip(name);
  } catch (error) {
    failDecoding(error, name, title, signal);
  }

  async function* streamBytes(): SoundBlocks {
    if (source.kind === 'hdf5') return;
    const blob = await openSource(source, signal);
    const { decoder, start } = await recogniseSound(blob, name);
    title = decoder.title;
    yield* decoder.stream({ blob, name, start, signal, onWarning });
  }
}

async function* streamHdf5(source: Hdf5Source, signal: AbortSignal | undefined): SoundBlocks {
  const { sampleRate } = source;
  const step = HDF5_SECONDS * sampleRate;
  for (let first = 0; ; first += step) {
    signal?.throwIfAborted();
    const { samples, length } = await readHdf5(source, first, first + step);
    if (samples.length > 0) yield { sampleRate, channels: [samples] };
    if (first + step >= length) return;
  }
}
