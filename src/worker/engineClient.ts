import { startWorker } from '../core/startWorker';
import { ProblemError, type Problem } from '../core/problem';
import { createWatchdog, TICK_MS } from './watchdog';
import type { ClipsEvent, EngineCallName, EngineCalls, EngineEvent, FromEngine, ToEngine } from './protocol';
import workerUrl from './engine.worker?worker&url';

/** The page's end of the engine worker. */
export interface EngineClient {
  /** @throws ProblemError, or an AbortError where the signal ended it */
  call<K extends EngineCallName>(
    name: K,
    input: EngineCalls[K]['input'],
    options?: { readonly signal?: AbortSignal; readonly transfer?: Transferable[] },
  ): Promise<EngineCalls[K]['output']>;
  terminate(): void;
}

interface Waiting {
  resolve(output: never): void;
  reject(error: unknown): void;
}

/**
 * Starts a worker, and ends it where it hangs. If it dies, of that or of an error that no call caught, every waiting and every
 * later call fails with that.
 * @param onDeath told once of such an error; not of `terminate()`
 */
export function createEngineClient(
  onEvent: (event: EngineEvent | ClipsEvent) => void,
  onDeath?: (problem: Problem) => void,
): EngineClient {
  const worker = startWorker(workerUrl, 'engine');
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  const post = (message: ToEngine, transfer: Transferable[] = []) => worker.postMessage(message, transfer);

  worker.addEventListener('message', ({ data }: MessageEvent<FromEngine>) => {
    if (data.kind === 'beat') return watchdog.beat(data.waitsFor);
    watchdog.heard();
    if (data.kind === 'event') return onEvent(data.event);
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.kind === 'result') call?.resolve(data.output as never);
    else call?.reject(data.aborted ? new DOMException('Stopped.', 'AbortError') : new ProblemError(data.problem));
  });
  let dead: ProblemError | null = null;
  /** The problem that it ended with, or null where it had ended before. */
  const end = (code: 'engine.died' | 'engine.hung', cause: string): Problem | null => {
    if (dead) return null;
    worker.terminate();
    clearInterval(ticking);
    const cure = 'Press Restart at the top of the page.';
    const problem: Problem = { code, subject: 'The engine', cause, cure, severity: 'error' };
    dead = new ProblemError(problem);
    for (const call of waiting.values()) call.reject(dead);
    waiting.clear();
    return problem;
  };
  const die = (...how: Parameters<typeof end>) => {
    const problem = end(...how);
    if (problem) onDeath?.(problem);
  };
  const watchdog = createWatchdog();
  const ticking = setInterval(() => {
    const trouble = watchdog.tick();
    if (trouble) die('engine.hung', `${trouble}, and was ended.`);
  }, TICK_MS);
  worker.addEventListener('error', (event) =>
    die('engine.died', `stopped: ${event.message || 'its script could not be loaded.'}`),
  );
  worker.addEventListener('messageerror', () => die('engine.died', 'stopped: a message could not be read.'));

  return {
    call(name, input, { signal, transfer } = {}) {
      const id = nextId++;
      const abort = () => post({ kind: 'abort', id });
      return new Promise<never>((resolve, reject) => {
        if (dead) return reject(dead);
        if (signal?.aborted) return reject(new DOMException('Stopped.', 'AbortError'));
        waiting.set(id, { resolve, reject });
        signal?.addEventListener('abort', abort, { once: true });
        post({ kind: 'call', id, name, input }, transfer);
      }).finally(() => signal?.removeEventListener('abort', abort));
    },
    terminate() {
      end('engine.died', 'was ended.');
    },
  };
}
