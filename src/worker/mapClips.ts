import { startWorker } from '../core/startWorker';
import type { Vectors } from '../embedding/types';
import type { FromMap } from './mapProtocol';
import workerUrl from './map.worker?worker&url';

/**
 * Places clips on maps in a worker of their own, which is gone afterwards. Resolves when the last map is done.
 * @throws the signal's reason where it ends the work, or an Error where the worker fails
 */
export function mapClips(vectors: Vectors, onPart: (part: FromMap) => void, signal: AbortSignal): Promise<void> {
  const worker = startWorker(workerUrl, 'map');
  return new Promise<void>((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    worker.addEventListener('error', ({ message }) => reject(new Error(message || 'The map’s worker failed.')));
    worker.addEventListener('message', ({ data }: MessageEvent<FromMap>) => {
      onPart(data);
      if (data.kind === 'done') resolve();
    });
    worker.postMessage(vectors, [vectors.data.buffer]);
  }).finally(() => worker.terminate());
}
