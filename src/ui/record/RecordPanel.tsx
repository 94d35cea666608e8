import { useState } from 'react';
import controls from '../common/controls.module.css';
import fields from '../common/Field.module.css';
import { Field } from '../common/Field';
import { MicrophoneControls } from '../microphone/MicrophoneControls';
import { RollingSpectrogram } from '../microphone/RollingSpectrogram';
import { useApp, useSession } from '../sessionContext';
import { HoldButton } from './HoldButton';
import { RecordingNow } from './RecordingNow';
import { SeriesFields } from './SeriesFields';
import { TakeActions } from './TakeActions';
import { TakeList } from './TakeList';
import styles from './Record.module.css';

/** Frames that scroll by: three seconds. */
const SHOWN_FRAMES = 300;

/** Clips of a class, recorded here: hold the button while it sounds, or let so many be made one after the other. */
export function RecordPanel() {
  const session = useSession();
  const [label, setLabel] = useState('');
  const microphone = useApp((state) => state.microphone);
  const hasData = useApp((state) => state.data.dataset !== null);
  const isOn = microphone.status === 'on' && microphone.purpose === 'record';
  const isNamed = label.trim() !== '';
  return (
    <div className={styles.panel}>
      <MicrophoneControls
        purpose="record"
        turnOn="Turn the microphone on"
        onTurnOn={() => void session.openRecorder()}
      />
      {isOn ? (
        <>
          <RollingSpectrogram frames={SHOWN_FRAMES} label="Spectrogram of the last three seconds" />
          <div className={fields.grid}>
            <Field label="Class" hint={isNamed ? undefined : 'What the sound is called.'}>
              {({ id, describedBy }) => (
                <input
                  id={id}
                  value={label}
                  onChange={(event) => setLabel(event.target.value)}
                  aria-describedby={describedBy}
                  autoComplete="off"
                  maxLength={80}
                  data-testid="take-label"
                />
              )}
            </Field>
          </div>
          {hasData ? null : (
            <p className={controls.quiet}>Two classes, each with a few clips, make a data set of their own.</p>
          )}
          <div className={styles.ways}>
            <HoldButton label={label} disabled={!isNamed} />
            <SeriesFields label={label} disabled={!isNamed} />
          </div>
          <RecordingNow />
        </>
      ) : null}
      <TakeList />
      <TakeActions />
    </div>
  );
}
