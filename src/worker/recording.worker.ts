import { decodeSource } from '../audio/decodeSource';
import { readWindows, type WindowBatch } from '../audio/readWindows';
import { problemOf } from '../core/problem';
import type { FromRecording, RecordingFacts, RecordingRequest, ToRecording } from './recordingProtocol';

/** Enough to learn what the container says. */
const PROBE_SECONDS = 0.1;

let windows: AsyncGenerator<WindowBatch, void> | null = null;
let subject = 'The recording';

async function open({ source, ...options }: RecordingRequest): Promise<RecordingFacts> {
  subject = source.path;
  const probe = await decodeSource(source, source.path, { maxSeconds: PROBE_SECONDS });
  windows = readWindows(source, options);
  const { duration: seconds, estimated = false, sampleRate, channels } = probe;
  return { seconds, estimated, sampleRate, channelCount: channels.length };
}

async function answer(message: ToRecording): Promise<void> {
  const { id } = message;
  const post = (reply: FromRecording, transfer: Transferable[] = []) => self.postMessage(reply, transfer);
  try {
    if (message.kind === 'open') return post({ id, facts: await open(message.request) });
    const step = await windows?.next();
    const batch = step?.value ?? null;
    const buffers = batch ? [batch.columns.buffer, ...batch.windows.map(({ data }) => data.buffer)] : [];
    post({ id, batch }, buffers);
  } catch (error) {
    post({ id, problem: problemOf(error, subject) });
  }
}

self.addEventListener('message', (event: MessageEvent<ToRecording>) => void answer(event.data));
