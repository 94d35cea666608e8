import { History } from 'lucide-react';
import controls from '../common/controls.module.css';
import { ProblemNote } from '../common/ProblemNote';
import { useAttempt } from '../common/useAttempt';
import { useApp, useSession } from '../sessionContext';
import { useMemo } from 'react';
import styles from './RunBar.module.css';
import { unendedTitle, whyNotGoOn } from './unended';

/** A run that was cut off, by a closed page or a lost device: where it stands, and going on with it. */
export function UnendedNote({ allowNonFinite }: { readonly allowNonFinite: boolean }) {
  const session = useSession();
  const { attempt, problem } = useAttempt('The run');
  const unended = useApp((state) => state.unended);
  const dataset = useApp((state) => state.data.dataset);
  const isReady = useApp((state) => state.data.status === 'ready');
  const backbone = useApp((state) => state.backbone.summary);
  const { run } = unended;
  const obstacle = useMemo(
    () => (run ? whyNotGoOn(run, isReady ? dataset : null, backbone) : null),
    [run, isReady, dataset, backbone],
  );
  if (!run) return unended.problem ? <ProblemNote problem={unended.problem} /> : null;
  return (
    <div className={styles.unended} data-testid="unended">
      <History size={18} aria-hidden />
      <div>
        <p>{unendedTitle(run)}</p>
        {obstacle ? <p className={controls.quiet}>{obstacle}</p> : null}
      </div>
      <div className={styles.buttons}>
        <button
          type="button"
          className={controls.button}
          disabled={obstacle !== null}
          onClick={() => attempt(() => session.goOnWithUnended({ allowNonFinite }))}
          data-testid="go-on"
        >
          Resume this run
        </button>
        <button type="button" className={controls.button} onClick={() => attempt(() => session.forgetUnended())}>
          Forget it
        </button>
      </div>
      {unended.problem ? <ProblemNote problem={unended.problem} /> : null}
      {problem ? <ProblemNote problem={problem} /> : null}
    </div>
  );
}
