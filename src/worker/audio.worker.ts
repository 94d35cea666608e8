import { monoOf } from '../audio/channels';
import { decodeSource } from '../audio/decodeSource';
import { glanceAt } from '../audio/glance';
import { maskSound } from '../audio/maskSound';
import { patchGain } from '../audio/patchGain';
import { segmentName } from '../audio/segmentName';
import type { Segment } from '../audio/types';
import { fail, problemOf } from '../core/problem';
import { listHdf5 } from '../files/hdf5';
import type { SourceFile } from '../files/source';
import type { AudioJobName, AudioJobs, FromAudio, ToAudio } from './audioProtocol';
import { prepareKept } from './keptFeatures';

type Sound = AudioJobs['listen']['output'];
type Handlers = {
  readonly [K in AudioJobName]: (source: SourceFile, input: AudioJobs[K]['input']) => Promise<AudioJobs[K]['output']>;
};

const HANDLERS: Handlers = {
  prepare: (source, { features = 'none', ...options }) => prepareKept(source, options, features),
  glance: glanceAt,
  listen: (source, { maxSeconds, segment }) => monoSound(source, maxSeconds, segment),
  async attended(source, { seconds, segment, mask, side }) {
    const { samples, sampleRate } = await monoSound(source, seconds, segment);
    return { samples: maskSound(samples, sampleRate, patchGain(mask, side)), sampleRate };
  },
  async list(source) {
    if (source.kind === 'file') return { recordings: await listHdf5(source.file, source.path) };
    return fail('files.hdf5', source.path, 'It cannot be read inside an archive.', 'Unpack it and add the folder.');
  },
};

/** A sound, or its segment, as it was recorded: mono at its own rate. */
async function monoSound(source: SourceFile, maxSeconds: number, segment: Segment | null): Promise<Sound> {
  const fromSeconds = segment?.start ?? 0;
  const length = segment ? segment.end - segment.start : Infinity;
  const stretch = { fromSeconds, maxSeconds: Math.min(maxSeconds, length) };
  const { channels, sampleRate } = await decodeSource(source, segmentName(source.path, segment), stretch);
  return { samples: monoOf(channels), sampleRate };
}

/** The buffers of an output, moved to the page instead of copied. */
function buffersOf(output: AudioJobs[AudioJobName]['output']): Transferable[] {
  if ('recordings' in output) return [];
  if ('spectrogram' in output) return [output.spectrogram.buffer, output.wave.buffer];
  if ('samples' in output) return [output.samples.buffer];
  return output.wave ? [output.features.data.buffer, output.wave.buffer] : [output.features.data.buffer];
}

async function answer({ id, name, source, input }: ToAudio): Promise<void> {
  const post = (message: FromAudio, transfer: Transferable[] = []) => self.postMessage(message, transfer);
  try {
    const handler = HANDLERS[name] as (
      source: SourceFile,
      input: unknown,
    ) => Promise<AudioJobs[AudioJobName]['output']>;
    const output = await handler(source, input);
    post({ id, output }, buffersOf(output));
  } catch (error) {
    post({ id, problem: problemOf(error, source.path) });
  }
}

self.addEventListener('message', (event: MessageEvent<ToAudio>) => void answer(event.data));
