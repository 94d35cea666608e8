import { startWorker } from '../core/startWorker';
import type { WindowBatch } from '../audio/readWindows';
import { ProblemError } from '../core/problem';
import type { FromRecording, RecordingFacts, RecordingRequest, ToRecording } from './recordingProtocol';
import workerUrl from './recording.worker?worker&url';

/** The page's end of the worker that reads one long recording. */
export interface RecordingReader {
  readonly facts: RecordingFacts;
  /** The next windows; null after the last. No more than is asked for is read. @throws ProblemError */
  next(): Promise<WindowBatch | null>;
  /** Ends it at once, also in the middle of a decoder's work; whoever waits is told with an AbortError. */
  close(): void;
}

type Answer<K extends string> = Extract<FromRecording, Record<K, unknown>>;

/** Starts a worker of its own for a recording and opens it. @throws ProblemError where it cannot be read */
export async function openRecordingReader(request: RecordingRequest): Promise<RecordingReader> {
  const worker = startWorker(workerUrl, 'recording');
  const waiting = new Map<number, { resolve(answer: FromRecording): void; reject(error: unknown): void }>();
  let nextId = 1;
  const end = (error: unknown) => {
    worker.terminate();
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<FromRecording>) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if ('problem' in data) call?.reject(new ProblemError(data.problem));
    else call?.resolve(data);
  });
  worker.addEventListener('error', (event) => end(crashed(request.source.path, event.message)));
  const ask = <K extends 'facts' | 'batch'>(message: (id: number) => ToRecording): Promise<Answer<K>> =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve: resolve as (answer: FromRecording) => void, reject });
      worker.postMessage(message(id));
    });
  try {
    const { facts } = await ask<'facts'>((id) => ({ id, kind: 'open', request }));
    return {
      facts,
      next: async () => (await ask<'batch'>((id) => ({ id, kind: 'next' }))).batch,
      close: () => end(new DOMException('Stopped.', 'AbortError')),
    };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

function crashed(subject: string, message: string): ProblemError {
  return new ProblemError({
    code: 'audio.crashed',
    subject,
    cause: `made its decoder stop: ${message || 'unknown error'}.`,
    cure: 'Convert it to WAV or FLAC.',
    severity: 'error',
  });
}
