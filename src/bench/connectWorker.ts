import { startWorker } from '../core/startWorker';
import type { AnswerMessage, CallName, Connection, ContestantCalls } from './protocol';
import workerUrl from './bench.worker?worker&url';

/** A contestant in a worker of its own. */
export function connectWorker(): Connection {
  const worker = startWorker(workerUrl, 'bench');
  return {
    ask<K extends CallName>(call: K, input: ContestantCalls[K]['input']) {
      return new Promise<ContestantCalls[K]['output']>((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<AnswerMessage>) => {
          if (data.ok) resolve(data.output as ContestantCalls[K]['output']);
          else reject(new Error(data.message));
        };
        worker.onerror = (event) => reject(new Error(event.message || 'The worker did not start.'));
        worker.postMessage({ call, input });
      });
    },
    end: () => worker.terminate(),
  };
}
