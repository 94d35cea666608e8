import { useApp, useSession } from '../sessionContext';
import styles from './Microphone.module.css';

/** Says in a corner of the window, whatever is shown and wherever it is scrolled to, that the microphone is on, and turns it off. */
export function MicrophoneMark() {
  const session = useSession();
  const isOn = useApp((state) => state.microphone.status === 'on');
  return (
    <span role="status" className={styles.place}>
      {isOn ? (
        <span className={styles.mark} data-testid="mic-mark">
          <span className={styles.dot} aria-hidden />
          The microphone is on
          <button type="button" className={styles.off} onClick={() => session.closeMicrophone()}>
            Turn it off
          </button>
        </span>
      ) : null}
    </span>
  );
}
