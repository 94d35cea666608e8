import { startWorker } from '../core/startWorker';
import { withMethodGoldens } from './methodGoldens';
import type { FromParity, ParityTarget, ToParity } from './parityProtocol';
import workerUrl from './parity.worker?worker&url';

/** Checks a folder of goldens on one target, in a worker of its own, and tells every answer as it comes. */
export async function runParity(
  target: ParityTarget,
  only: string,
  files: readonly File[],
  tell: (message: FromParity) => void,
): Promise<void> {
  const inside = (file: File) => file.webkitRelativePath.split('/').slice(1).join('/') || file.name;
  const all = await withMethodGoldens(new Map(files.map((file) => [inside(file), file])));
  const worker = startWorker(workerUrl, 'parity');
  return new Promise<void>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<FromParity>) => {
      tell(data);
      if (data.kind === 'end') resolve();
    });
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    const message: ToParity = { target, only, files: all };
    worker.postMessage(message);
  }).finally(() => worker.terminate());
}
