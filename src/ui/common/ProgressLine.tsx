import type { Progress } from '../../core/progress';
import { bytes, count, timeLeft } from '../format';
import controls from './controls.module.css';
import styles from './ProgressLine.module.css';

/** What each stage of long work is called while it lasts. */
const STAGES = {
  walk: 'Walking the folders',
  recognise: 'Recognising the data set',
  decode: 'Decoding and making spectrograms',
  download: 'Downloading',
  load: 'Reading the weights',
  measure: 'Measuring the training part',
  evaluate: 'Validating',
  embed: 'Embedding the clips',
  neighbours: 'Comparing the clips',
  unfold: 'Unfolding the map',
  benchmark: 'Measuring',
} as const satisfies Record<Progress['stage'], string>;

export function stageTitle(stage: Progress['stage']): string {
  return STAGES[stage];
}

/** How far a stage is: `120 of 3,000 clips`, `3.1 MB of 5.2 MB`. */
export function progressText({ done, total, unit }: Progress): string {
  if (unit === 'bytes') return total === null ? bytes(done) : `${bytes(done)} of ${bytes(total)}`;
  return total === null ? `${count(done)} ${unit}` : `${count(done)} of ${count(total)} ${unit}`;
}

interface ProgressLineProps {
  /** Null before the first report. */
  readonly progress: Progress | null;
  /** What to say before the first report. */
  readonly waiting: string;
  readonly onCancel?: () => void;
}

/** A stage under way: its name, how far it is, an estimate, and a way out. */
export function ProgressLine({ progress, waiting, onCancel }: ProgressLineProps) {
  const title = progress ? stageTitle(progress.stage) : waiting;
  const isKnown = progress !== null && progress.total !== null && progress.total > 0;
  return (
    <div className={styles.line}>
      <div className={styles.words}>
        <span className={styles.title}>{title}</span>
        {progress ? <span className={styles.numbers}>{progressText(progress)}</span> : null}
        {progress?.secondsLeft != null ? <span>{timeLeft(progress.secondsLeft)}</span> : null}
      </div>
      {isKnown ? (
        <progress className={styles.bar} value={progress.done} max={progress.total ?? 1} aria-label={title} />
      ) : (
        <progress className={styles.bar} aria-label={title} />
      )}
      {onCancel ? (
        <button type="button" className={controls.button} onClick={onCancel}>
          Cancel
        </button>
      ) : null}
    </div>
  );
}
