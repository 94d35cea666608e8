import type { Session } from '../../session/session';

/** Starts a run that waits before its first step, then takes that step. Resolves when the run has ended. */
export async function startAndStep(session: Session, allowNonFinite: boolean): Promise<void> {
  let wasStarting = false;
  const unsubscribe = session.store.subscribe(({ run }) => {
    wasStarting ||= run.status === 'starting';
    if (wasStarting && run.status === 'paused') {
      unsubscribe();
      void session.stepRun();
    }
  });
  try {
    await session.startRun({ paused: true, allowNonFinite });
  } finally {
    unsubscribe();
  }
}
