import { isAbort, ProblemError, problemOf, type Problem } from '../../core/problem';

/** What happened to the device after it started: its loss, no memory for a buffer, or another error that no call catches. */
export interface DeviceTrouble {
  readonly kind: 'lost' | 'memory' | 'error';
  readonly message: string;
}

type Listener = (trouble: DeviceTrouble) => void;
const listeners = new Set<Listener>();
let watched: GPUDevice | null = null;
let first: DeviceTrouble | null = null;

/** Calls `listener` at any uncaptured error or loss of the device, from now on. Returns the way to stop listening. */
export function onDeviceTrouble(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Passes the device's uncaptured errors and its loss on to the listeners. It takes the place of any device before it. */
export function watchDevice(device: GPUDevice): void {
  watched = device;
  first = null;
  const tell = (trouble: DeviceTrouble) => {
    if (watched !== device) return;
    first ??= trouble;
    for (const listener of listeners) listener(trouble);
  };
  device.addEventListener('uncapturederror', ({ error }) => {
    const isMemory = 'GPUOutOfMemoryError' in globalThis && error instanceof GPUOutOfMemoryError;
    tell({ kind: isMemory ? 'memory' : 'error', message: error.message });
  });
  void device.lost.then(({ reason, message }) => tell({ kind: 'lost', message: message || reason }));
}

/**
 * Waits a moment for trouble to be told: work on a lost device fails before its loss is known. What a device aborts of
 * itself is aborted by its loss: on a busy machine word of that comes seconds later, or never.
 */
export async function troubleAbout(error: unknown): Promise<Problem | null> {
  if (!watched) return null;
  const wait = isAbort(error) ? LOSS_WAIT_MS : A_MOMENT_MS;
  if (!first) await Promise.race([watched.lost, new Promise((resolve) => setTimeout(resolve, wait))]);
  if (!first && isAbort(error))
    return troubleProblem({ kind: 'lost', message: problemOf(error, 'The graphics device').cause });
  return first && troubleProblem(first);
}

const A_MOMENT_MS = 500;
const LOSS_WAIT_MS = 5000;

/** @throws ProblemError where the device has been in trouble: what it computes since means nothing, and is zeros often */
export function refuseInTrouble(): void {
  if (first) throw new ProblemError(troubleProblem(first));
}

const WORDS: Readonly<Record<DeviceTrouble['kind'], Pick<Problem, 'code' | 'cure'> & { readonly what: string }>> = {
  lost: { code: 'gpu.lost', what: 'was lost', cure: 'Press Restart at the top of the page, then start again.' },
  memory: {
    code: 'gpu.memory',
    what: 'has no memory left',
    cure: 'Use smaller micro-batches or fewer frames, close other programs that use it, or choose WebAssembly.',
  },
  error: {
    code: 'gpu.error',
    what: 'reported an error, so what was under way was halted',
    cure: 'Use a smaller batch or fewer frames, or choose WebAssembly.',
  },
};

/** The same in words for a person. */
export function troubleProblem({ kind, message }: DeviceTrouble): Problem {
  const { code, what, cure } = WORDS[kind];
  // Browsers write several lines, of which the first says what.
  const [said = ''] = message.split('\n');
  return { code, subject: 'The graphics device', cause: `${what}: ${said}`, cure, severity: 'error' };
}
