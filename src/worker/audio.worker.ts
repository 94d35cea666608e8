import { monoOf } from '../audio/channels';
import { decodeAudio } from '../audio/decode';
import { prepareClip } from '../audio/prepare';
import { problemOf } from '../core/problem';
import { openSource, type SourceFile } from '../files/source';
import type { AudioJobName, AudioJobs, FromAudio, ToAudio } from './audioProtocol';

type Handlers = {
  readonly [K in AudioJobName]: (source: SourceFile, input: AudioJobs[K]['input']) => Promise<AudioJobs[K]['output']>;
};

const HANDLERS: Handlers = {
  async prepare(source, input) {
    return prepareClip(await openSource(source), source.path, input);
  },
  async listen(source, { maxSeconds }) {
    const { channels, sampleRate } = await decodeAudio(await openSource(source), source.path, { maxSeconds });
    return { samples: monoOf(channels), sampleRate };
  },
};

/** The buffers of an output, moved to the page instead of copied. */
function buffersOf(output: AudioJobs[AudioJobName]['output']): Transferable[] {
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
