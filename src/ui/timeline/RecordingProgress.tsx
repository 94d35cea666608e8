import { Square } from 'lucide-react';
import controls from '../common/controls.module.css';
import { FileName } from '../common/FileName';
import line from '../common/ProgressLine.module.css';
import { seconds, timeLeft } from '../format';
import { useApp, useSession } from '../sessionContext';

const WORDS = {
  idle: '',
  choosing: 'The file holds several recordings',
  opening: 'Opening',
  reading: 'Listening to',
  done: 'Heard to the end:',
  stopped: 'Stopped:',
  failed: 'Broken off:',
} as const;

/** How far a recording is heard, with the way to stop. */
export function RecordingProgress() {
  const session = useSession();
  const { status, recording, secondsRead, secondsLeft } = useApp((state) => state.timeline);
  const isBusy = status === 'opening' || status === 'reading';
  if (status === 'idle') return null;
  const whole = recording ? Math.max(recording.seconds, secondsRead) : 0;
  const about = recording?.estimated ? 'about ' : '';
  const far = status === 'done' ? seconds(secondsRead) : `${seconds(secondsRead)} of ${about}${seconds(whole)}`;
  return (
    <div className={line.line} data-testid="recording-progress" data-status={status}>
      <div className={line.words}>
        <span className={line.title} role="status">
          {WORDS[status]} {recording && status !== 'choosing' ? <FileName name={recording.name} /> : null}
        </span>
        {recording ? <span className={line.numbers}>{far}</span> : null}
        {status === 'reading' && secondsLeft !== null ? <span>{timeLeft(secondsLeft)}</span> : null}
      </div>
      {isBusy && recording ? (
        <progress className={line.bar} value={secondsRead} max={whole} aria-label="Listening" />
      ) : isBusy ? (
        <progress className={line.bar} aria-label="Opening" />
      ) : null}
      {isBusy ? (
        <button
          type="button"
          className={controls.button}
          onClick={() => session.stopRecording()}
          data-testid="stop-recording"
        >
          <Square size={14} aria-hidden /> Stop here
        </button>
      ) : null}
    </div>
  );
}
