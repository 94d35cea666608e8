import { monoOf } from '../audio/channels';
import { decodeSource } from '../audio/decodeSource';
import { glanceAt } from '../audio/glance';
import { prepareSource } from '../audio/prepare';
import { segmentName } from '../audio/segmentName';
import { fail, problemOf } from '../core/problem';
import { listHdf5 } from '../files/hdf5';
import type { SourceFile } from '../files/source';
import type { AudioJobName, AudioJobs, FromAudio, ToAudio } from './audioProtocol';

type Handlers = {
  readonly [K in AudioJobName]: (source: SourceFile, input: AudioJobs[K]['input']) => Promise<AudioJobs[K]['output']>;
};

const HANDLERS: Handlers = {
  prepare: prepareSource,
  glance: glanceAt,
  async listen(source, { maxSeconds, segment }) {
    const fromSeconds = segment?.start ?? 0;
    const length = segment ? segment.end - segment.start : Infinity;
    const stretch = { fromSeconds, maxSeconds: Math.min(maxSeconds, length) };
    const { channels, sampleRate } = await decodeSource(source, segmentName(source.path, segment), stretch);
    return { samples: monoOf(channels), sampleRate };
  },
  async list(source) {
    if (source.kind === 'file') return { recordings: await listHdf5(source.file, source.path) };
    return fail('files.hdf5', source.path, 'It cannot be read inside an archive.', 'Unpack it and add the folder.');
  },
};

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
