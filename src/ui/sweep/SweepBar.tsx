import { Pause, Play, Square } from 'lucide-react';
import { secondsLeft } from '../../sweep/estimate';
import { runTitle } from '../../sweep/setting';
import bar from '../common/ProgressLine.module.css';
import controls from '../common/controls.module.css';
import { ProblemNote } from '../common/ProblemNote';
import { useAttempt } from '../common/useAttempt';
import { useConsent } from '../consentContext';
import { plural, timeLeft } from '../format';
import { whyNotStart } from '../run/readiness';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';
import styles from './Sweep.module.css';

/** What the queue does now, and the controls over it. */
export function SweepBar() {
  const session = useSession();
  const { consented } = useConsent();
  const { attempt, problem } = useAttempt('The sweep');
  const sweep = useApp((state) => state.sweep);
  const run = useApp((state) => state.run);
  const obstacle = useApp((state) => whyNotStart(state, consented));
  const allowNonFinite = useApp((state) => (state.backbone.summary?.nonFinite.length ?? 0) > 0) && consented !== null;
  const waiting = sweep.runs.filter(({ state }) => state === 'waiting');
  const current = sweep.runs.find(({ state }) => state === 'running');
  const ended = sweep.runs.filter(({ state }) => state === 'done' || state === 'failed').length;
  const isIdle = sweep.status === 'idle';
  const isBlocked = waiting.length === 0 || obstacle !== null || isRunActive(run.status);
  const left = secondsLeft(sweep.runs, current ? run.secondsLeft : null);
  return (
    <div className={controls.stack}>
      <div className={controls.row} role="group" aria-label="Queue controls">
        {isIdle ? (
          <button
            type="button"
            className={controls.primary}
            disabled={isBlocked}
            onClick={() => attempt(() => session.startSweep({ allowNonFinite }))}
            data-testid="start-sweep"
          >
            <Play size={16} aria-hidden /> Run the queue
          </button>
        ) : (
          <>
            <button
              type="button"
              className={controls.button}
              disabled={sweep.status !== 'running'}
              onClick={() => attempt(() => session.haltSweep())}
            >
              <Pause size={16} aria-hidden /> Pause after this run
            </button>
            <button
              type="button"
              className={controls.button}
              disabled={sweep.status === 'stopping'}
              onClick={() => attempt(() => session.haltSweep({ now: true }))}
            >
              <Square size={14} aria-hidden /> Stop now
            </button>
          </>
        )}
        <p className={styles.status} role="status" data-testid="sweep-status" data-status={sweep.status}>
          {statusText(sweep.status, waiting.length, ended, sweep.runs.length)}
        </p>
        {left !== null && sweep.runs.length > ended ? <span className={controls.quiet}>{timeLeft(left)}</span> : null}
      </div>
      {current ? (
        <p className={controls.quiet}>
          Now: {runTitle(current, current.subject.data.folds)}, epoch{' '}
          {Math.min(run.epochs.length + 1, current.config.epochs)} of {current.config.epochs}
        </p>
      ) : null}
      {sweep.runs.length > 0 ? (
        <progress className={bar.bar} value={ended} max={sweep.runs.length} aria-label="Runs of the queue" />
      ) : null}
      {isIdle && waiting.length > 0 && obstacle ? <p className={controls.quiet}>{obstacle}</p> : null}
      {problem ? <ProblemNote problem={problem} /> : null}
      {sweep.problem ? <ProblemNote problem={sweep.problem} /> : null}
      {sweep.problem?.code === 'sweep.other-subject' && isIdle ? (
        <button
          type="button"
          className={controls.button}
          onClick={() => session.adoptRuns(waiting.map(({ id }) => id))}
        >
          Use what is loaded for {plural(waiting.length, 'waiting run')}
        </button>
      ) : null}
    </div>
  );
}

const STATUS = {
  idle: 'Not running',
  running: 'Running',
  pausing: 'Pausing after this run',
  stopping: 'Stopping',
} as const;

function statusText(status: keyof typeof STATUS, waiting: number, ended: number, all: number): string {
  if (all === 0) return 'The queue is empty';
  if (status === 'idle' && waiting === 0) return `All ${plural(all, 'run')} ended`;
  return `${STATUS[status]}: ${ended} of ${plural(all, 'run')} ended`;
}
