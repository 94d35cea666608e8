import { Repeat } from 'lucide-react';
import { useState } from 'react';
import controls from '../common/controls.module.css';
import { NumberField } from '../common/NumberField';
import { useApp, useSession } from '../sessionContext';
import styles from './Record.module.css';

const MOST_CLIPS = 100;
const LEAST_SECONDS = 0.2;
const MOST_SECONDS = 30;

/** So many clips of so many seconds, one after the other. */
export function SeriesFields({ label, disabled }: { readonly label: string; readonly disabled: boolean }) {
  const session = useSession();
  const status = useApp((state) => state.microphone.recorder.status);
  const [clips, setClips] = useState(10);
  const [seconds, setSeconds] = useState(1);
  const isFine =
    Number.isInteger(clips) && clips >= 1 && clips <= MOST_CLIPS && seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS;
  return (
    <div className={styles.series}>
      <NumberField label="Clips" value={clips} onChange={setClips} min={1} max={MOST_CLIPS} step={1} />
      <NumberField
        label="Seconds each"
        value={seconds}
        onChange={setSeconds}
        min={LEAST_SECONDS}
        max={MOST_SECONDS}
        step={0.1}
      />
      <button
        type="button"
        className={controls.button}
        disabled={disabled || !isFine || status !== 'idle'}
        onClick={() => session.recordSeries(label, { clips, seconds })}
        data-testid="record-series"
      >
        <Repeat size={16} aria-hidden /> Record them in a row
      </button>
    </div>
  );
}
