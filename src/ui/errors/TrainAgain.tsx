import { RefreshCw } from 'lucide-react';
import controls from '../common/controls.module.css';
import { plural } from '../format';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';
import { goTo } from '../views/route';
import styles from './Results.module.css';

/** Another run with the corrected labels, and everything else as the last one had it: settings, seed, parts. */
export function TrainAgain() {
  const session = useSession();
  const config = useApp((state) => state.run.config);
  const judged = useApp((state) => state.run.judged);
  const kept = useApp((state) => state.run.kept);
  const dataset = useApp((state) => state.data.dataset);
  const steps = useApp((state) => state.edits.history.done.length);
  const isActive = isRunActive(useApp((state) => state.run.status));
  const isReady = useApp((state) => state.data.status === 'ready');
  if (!config || !judged) return null;
  const isMissing = judged.dataset.clips.length === 0;
  const isCorrected = !isMissing && judged.dataset !== dataset;
  const start = () => {
    session.configure(config);
    goTo('run');
    void session.startRun();
  };
  return (
    <div className={styles.again}>
      <p role="status">
        {kept ? (
          <>
            Of the kept run <bdi>{kept.name}</bdi>.{' '}
          </>
        ) : null}
        {isMissing ? (
          <>
            Its sounds, <bdi>{judged.dataset.name}</bdi>, are not open as they were then: open them and then the run
            again, to hear its clips, to correct them and to train again.
          </>
        ) : isCorrected ? (
          `The data set was changed since this run (${plural(steps, 'change')} in all). The numbers here are of the labels as they were.`
        ) : (
          'Relabel or exclude clips below, then train again with the same settings and seed.'
        )}
      </p>
      <button
        type="button"
        className={isCorrected ? controls.primary : controls.button}
        disabled={isActive || !isReady || isMissing}
        onClick={start}
        data-testid="train-again"
      >
        <RefreshCw size={16} aria-hidden /> Train again
      </button>
    </div>
  );
}
