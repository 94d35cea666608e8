import { ProblemError, problemOf, isAbort, type Problem } from '../core/problem';
import type { AppState } from '../store/state';
import type { AppStore } from '../store/store';
import type { AudioPool } from '../worker/audioPool';
import type { EngineClient } from '../worker/engineClient';

/** What the session's actions share. */
export interface SessionContext {
  readonly store: AppStore;
  readonly pool: AudioPool;
  /** The engine now; it changes when another backend is chosen. */
  engine(): EngineClient;
}

/** Runs work and hands any failure, but not an abort, to `refused` as a problem. */
export async function guarded(
  subject: string,
  refused: (problem: Problem) => void,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isAbort(error)) return;
    if (!(error instanceof ProblemError)) console.error(error);
    refused(problemOf(error, subject));
  }
}

const SUPERSEDED = 'superseded';

/** Work that replaces itself: starting it again aborts what is under way, which can tell that from being cancelled. */
export function createJob(): { start(): AbortSignal; cancel(): void } {
  let controller = new AbortController();
  return {
    start() {
      controller.abort(new DOMException(SUPERSEDED, 'AbortError'));
      controller = new AbortController();
      return controller.signal;
    },
    cancel: () => controller.abort(),
  };
}

/** Whether later work of the same job took the place of this one: then it has no say any more. */
export function isSuperseded(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof DOMException && signal.reason.message === SUPERSEDED;
}

/** Whether a run holds the engine. */
export function runUnderWay(store: AppStore): boolean {
  return runUnderWayIn(store.getState());
}

export function runUnderWayIn({ run }: Pick<AppState, 'run'>): boolean {
  return ['starting', 'running', 'paused', 'stopping'].includes(run.status);
}
