import controls from '../common/controls.module.css';
import { useApp, useSession } from '../sessionContext';
import styles from './Record.module.css';

/** Says what is being recorded: the countdown, the clip of the series. */
export function RecordingNow() {
  const session = useSession();
  const { status, countdown, series } = useApp((state) => state.microphone.recorder);
  const words =
    status === 'counting'
      ? `Begins in ${countdown}`
      : status === 'recording'
        ? series
          ? `Recording clip ${Math.min(series.done + 1, series.total)} of ${series.total}`
          : 'Recording'
        : '';
  return (
    <div className={controls.row}>
      <p className={styles.words} role="status" data-recording={status === 'recording' ? '' : undefined}>
        {words}
      </p>
      {status !== 'idle' && series ? (
        <button type="button" className={controls.chip} onClick={() => session.endTake()}>
          Stop here
        </button>
      ) : null}
    </div>
  );
}
