import { progressText, stageTitle } from '../common/ProgressLine';
import bar from '../common/ProgressLine.module.css';
import { count, timeLeft } from '../format';
import { useApp } from '../sessionContext';
import styles from './RunBar.module.css';
import { isRunActive, RUN_TITLES, totalSteps } from './runPhase';

/** Where the run stands: state, epoch, step, estimate; or what stands between the person and Start. */
export function RunProgress({ obstacle }: { readonly obstacle: string | null }) {
  const run = useApp((state) => state.run);
  const epochs = run.config?.epochs ?? 0;
  const mayGo = useApp((state) => state.storageLasts) === false;
  const { step } = run;
  const total = totalSteps(run);
  const epoch = Math.min(epochs, Math.floor(run.stepsPerEpoch > 0 ? Math.max(0, step - 1) / run.stepsPerEpoch : 0) + 1);
  const isActive = isRunActive(run.status);
  return (
    <div className={styles.progress}>
      <div className={styles.words}>
        <span className={styles.status} data-testid="run-status" data-status={run.status}>
          {RUN_TITLES[run.status]}
        </span>
        {run.kept ? (
          <span>
            the kept run <bdi>{run.kept.name}</bdi>
          </span>
        ) : null}
        {isActive && total > 0 ? (
          <span>
            epoch {epoch} of {epochs}, step {count(step)} of {count(total)}
          </span>
        ) : null}
        {isActive && run.progress ? (
          <span>
            {stageTitle(run.progress.stage)}: {progressText(run.progress)}
          </span>
        ) : null}
        {isActive && run.status !== 'paused' && run.secondsLeft !== null ? (
          <span>{timeLeft(run.secondsLeft)}</span>
        ) : null}
        {isActive && run.keptStep !== null && !run.unkept ? (
          <span title={mayGo ? MAY_GO : 'If the page closes, the run goes on from there'} data-testid="kept-step">
            kept at step {count(run.keptStep)}
            {mayGo ? ' while the browser has room' : null}
          </span>
        ) : null}
        {obstacle ? <span id="why-not-start">{obstacle}</span> : null}
      </div>
      {isActive ? (
        <progress className={bar.bar} value={total > 0 ? step : undefined} max={total || 1} aria-label="Run" />
      ) : null}
    </div>
  );
}

const MAY_GO =
  'If the page closes, the run goes on from there. The browser does not promise to keep what this page holds: where space ' +
  'runs short it may remove it. Adding the page to bookmarks or installing it makes it promise that.';
