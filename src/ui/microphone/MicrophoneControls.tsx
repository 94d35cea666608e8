import { Mic, MicOff } from 'lucide-react';
import { useEffect } from 'react';
import type { Purpose } from '../../microphone/state';
import controls from '../common/controls.module.css';
import { ProblemNote } from '../common/ProblemNote';
import { SelectField } from '../common/SelectField';
import { Term } from '../common/Term';
import { useApp, useSession } from '../sessionContext';
import { LevelMeter } from './LevelMeter';
import styles from './Microphone.module.css';

interface MicrophoneControlsProps {
  readonly purpose: Purpose;
  readonly onTurnOn: () => void;
  readonly turnOn: string;
  readonly disabled?: boolean;
}

/** The value of the picker that stands for the browser's own choice. */
const ANY = '';

/** The microphone's switch, its level, and which one it is. Leaving the view turns it off. */
export function MicrophoneControls({ purpose, onTurnOn, turnOn, disabled = false }: MicrophoneControlsProps) {
  const session = useSession();
  const { status, devices, deviceId, problem, ...microphone } = useApp((state) => state.microphone);
  const isMine = microphone.purpose === purpose;
  const isOn = status === 'on' && isMine;
  useEffect(() => () => session.closeMicrophone(), [session]);
  const named: readonly (readonly [string, string])[] = devices.map(({ id, label }) => [id, label]);
  return (
    <div className={styles.controls}>
      <div className={controls.row}>
        {isOn ? (
          <button
            type="button"
            className={controls.button}
            onClick={() => session.closeMicrophone()}
            data-testid="mic-off"
          >
            <MicOff size={16} aria-hidden /> Turn the microphone off
          </button>
        ) : (
          <button
            type="button"
            className={controls.primary}
            onClick={onTurnOn}
            disabled={disabled || (status === 'asking' && isMine)}
            data-testid={`mic-on-${purpose}`}
          >
            <Mic size={16} aria-hidden /> {turnOn}
          </button>
        )}
        <Term name="microphone" />
        {isOn ? <LevelMeter /> : null}
        <span className={controls.quiet} role="status">
          {status === 'asking' && isMine ? 'The browser asks whether it may' : ''}
        </span>
      </div>
      {named.length > 1 ? (
        <SelectField
          label="Which microphone"
          value={deviceId ?? ANY}
          options={deviceId === null ? [[ANY, 'The browser’s choice'], ...named] : named}
          onChange={(id) => void session.chooseMicrophone(id === ANY ? null : id)}
        />
      ) : null}
      {problem ? <ProblemNote problem={problem} /> : null}
    </div>
  );
}
