import { History } from 'lucide-react';
import { useMemo, useState } from 'react';
import controls from '../common/controls.module.css';
import { ProblemNote } from '../common/ProblemNote';
import { useAttempt } from '../common/useAttempt';
import { useApp, useSession } from '../sessionContext';
import styles from './RunBar.module.css';
import { unendedTitle, whatIsAsked, whyNotGoOn } from './unended';

/** A run that was cut off, by a closed page or a lost device: where it stands, and going on with it. */
export function UnendedNote({ allowNonFinite }: { readonly allowNonFinite: boolean }) {
  const session = useSession();
  const { attempt, problem } = useAttempt('The run');
  const [isGoingOn, setIsGoingOn] = useState(false);
  const unended = useApp((state) => state.unended);
  const dataset = useApp((state) => state.data.dataset);
  const status = useApp((state) => state.data.status);
  const backbone = useApp((state) => state.backbone.summary);
  const { run, folders } = unended;
  const obstacle = useMemo(
    () => (run ? whyNotGoOn(run, status === 'ready' ? dataset : null, backbone, folders) : null),
    [run, status, dataset, backbone, folders],
  );
  const asked = whatIsAsked(dataset, folders);
  if (!run) return unended.problem ? <ProblemNote problem={unended.problem} /> : null;
  const isBusy = isGoingOn || status === 'reading' || status === 'preparing';
  const goOn = () =>
    attempt(async () => {
      setIsGoingOn(true);
      await session.goOnWithUnended({ allowNonFinite }).finally(() => setIsGoingOn(false));
    });
  return (
    <section className={styles.unended} aria-label="A run that did not end" data-testid="unended">
      <History size={18} aria-hidden />
      <div>
        <p className={styles.question}>Resume run?</p>
        <p>{unendedTitle(run)}</p>
        {obstacle ? <p className={controls.quiet}>{obstacle}</p> : null}
        {!obstacle && asked ? <p className={controls.quiet}>{asked}</p> : null}
      </div>
      <div className={styles.buttons}>
        <button
          type="button"
          className={controls.button}
          disabled={obstacle !== null || isBusy}
          onClick={goOn}
          data-testid="go-on"
        >
          Resume this run
        </button>
        <button
          type="button"
          className={controls.button}
          disabled={isBusy}
          onClick={() => attempt(() => session.forgetUnended())}
          data-testid="forget-unended"
        >
          Forget it
        </button>
      </div>
      {unended.problem ? <ProblemNote problem={unended.problem} /> : null}
      {problem ? <ProblemNote problem={problem} /> : null}
    </section>
  );
}
