import { Download, FileAudio, Square } from 'lucide-react';
import controls from '../common/controls.module.css';
import { download } from '../common/download';
import { FileButton } from '../common/FileButton';
import { ProblemNote } from '../common/ProblemNote';
import { plural } from '../format';
import { useApp, useSession } from '../sessionContext';
import { predictionCsv } from './predictionCsv';
import { Predictions } from './Predictions';
import { TakeZone } from '../common/TakeZone';
import styles from './TryIt.module.css';

/** Single sounds, one or many: what each is taken for. */
export function SoundsPanel({ canPredict }: { readonly canPredict: boolean }) {
  const session = useSession();
  const { results, problems, progress } = useApp((state) => state.tries);
  const predict = (files: ArrayLike<File>) => void session.predictFiles(Array.from(files));
  const save = () => download(new Blob([predictionCsv(results)], { type: 'text/csv' }), 'predictions.csv');
  return (
    <div className={styles.column}>
      <TakeZone label="Sounds to classify" disabled={!canPredict} onTake={(transfer) => predict(transfer.files)}>
        <FileButton
          multiple
          onFiles={predict}
          accept="audio/*,.wav,.flac,.ogg,.opus,.mp3,.m4a"
          disabled={!canPredict || progress !== null}
          testId="predict-input"
        >
          <FileAudio size={16} aria-hidden /> Choose sounds
        </FileButton>
        <p>{canPredict ? 'or drop them here' : 'Train first, or import an adapter.'}</p>
      </TakeZone>
      <div className={controls.row}>
        {progress && progress.total > 1 ? (
          <button type="button" className={controls.chip} onClick={() => session.stopPredicting()}>
            <Square size={13} aria-hidden /> Stop here
          </button>
        ) : null}
        {results.length > 0 ? (
          <button type="button" className={controls.button} onClick={save} data-testid="predictions-csv">
            <Download size={16} aria-hidden /> {plural(results.length, 'sound')} as csv
          </button>
        ) : null}
        <p role="status">{progress ? `Sound ${progress.done + 1} of ${progress.total}` : ''}</p>
      </div>
      {problems.map((problem) => (
        <ProblemNote key={problem.subject} problem={problem} />
      ))}
      <Predictions />
    </div>
  );
}
