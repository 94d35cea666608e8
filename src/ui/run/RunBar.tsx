import { Pause, Play, Square, StepForward } from 'lucide-react';
import { useRef } from 'react';
import controls from '../common/controls.module.css';
import { ProblemNote } from '../common/ProblemNote';
import { useAttempt } from '../common/useAttempt';
import { useConsent } from '../consentContext';
import { useApp, useSession } from '../sessionContext';
import { whyNotStart } from './readiness';
import styles from './RunBar.module.css';
import { RunNeeds } from './RunNeeds';
import { RunProgress } from './RunProgress';
import { isRunActive } from './runPhase';
import { startAndStep } from './startAndStep';
import { UnendedNote } from './UnendedNote';
import { UnkeptNote } from './UnkeptNote';
import { useRoomAbove } from './useRoomAbove';

/** The controls of a run, always in reach. */
export function RunBar() {
  const bar = useRef<HTMLDivElement>(null);
  useRoomAbove(bar);
  const session = useSession();
  const { consented } = useConsent();
  const { attempt, problem } = useAttempt('The run');
  const status = useApp((state) => state.run.status);
  const obstacle = useApp((state) => whyNotStart(state, consented));
  const allowNonFinite = useApp((state) => (state.backbone.summary?.nonFinite.length ?? 0) > 0) && consented !== null;
  const interrupted = useApp((state) => state.run.interrupted);
  const isActive = isRunActive(status);
  const isPaused = status === 'paused';
  const isBlocked = isActive || obstacle !== null;
  const step = () => attempt(() => (isPaused ? session.stepRun() : startAndStep(session, allowNonFinite)));
  return (
    <div ref={bar} className={styles.bar} role="group" aria-label="Run controls" data-tour="run-bar">
      <div className={styles.buttons}>
        <button
          type="button"
          className={controls.primary}
          disabled={isBlocked}
          aria-describedby={obstacle && !isActive ? 'why-not-start' : undefined}
          onClick={() => attempt(() => session.startRun({ allowNonFinite }))}
          data-testid="start"
        >
          <Play size={16} aria-hidden /> Start
        </button>
        {isPaused ? (
          <button
            type="button"
            className={controls.button}
            onClick={() => attempt(() => session.resumeRun())}
            data-testid="resume"
          >
            <Play size={16} aria-hidden /> Resume
          </button>
        ) : (
          <button
            type="button"
            className={controls.button}
            disabled={status !== 'running'}
            onClick={() => attempt(() => session.pauseRun())}
            data-testid="pause"
          >
            <Pause size={16} aria-hidden /> Pause
          </button>
        )}
        <button
          type="button"
          className={controls.button}
          disabled={isPaused ? false : isBlocked}
          onClick={step}
          title="One optimiser step, then wait"
          data-testid="step"
        >
          <StepForward size={16} aria-hidden /> Step
        </button>
        <button
          type="button"
          className={controls.button}
          disabled={!isActive || status === 'stopping'}
          onClick={() => attempt(() => session.stopRun())}
          data-testid="stop"
        >
          <Square size={14} aria-hidden /> Stop
        </button>
      </div>
      <RunProgress obstacle={isActive ? null : obstacle} />
      {isActive ? null : <UnendedNote allowNonFinite={allowNonFinite} />}
      {interrupted ? <ProblemNote problem={interrupted} /> : null}
      <UnkeptNote />
      {isActive ? null : <RunNeeds />}
      {problem ? <ProblemNote problem={problem} /> : null}
    </div>
  );
}
