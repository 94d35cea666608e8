import controls from '../common/controls.module.css';
import styles from '../common/Note.module.css';
import { plural, seconds } from '../format';
import { useApp } from '../sessionContext';
import { RUN_TITLES } from '../run/runPhase';
import { useAway } from './awayContext';

/** What happened while the tab was hidden, said when it shows again. */
export function AbsenceNote() {
  const { absence, dismissAbsence } = useAway();
  const status = useApp(({ run }) => run.status);
  return (
    <div role="status" className={absence ? styles.note : undefined}>
      {absence ? (
        <>
          <p>
            This tab was hidden for {seconds(absence.seconds)}; the run went on by {plural(absence.steps, 'step')}{' '}
            meanwhile. {RUN_TITLES[status]}.
          </p>
          <button type="button" className={controls.chip} onClick={dismissAbsence}>
            Dismiss
          </button>
        </>
      ) : null}
    </div>
  );
}
