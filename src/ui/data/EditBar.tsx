import { Download, Redo2, Undo2 } from 'lucide-react';
import { correctionsCsv, labelsCsv } from '../../dataset/corrections';
import controls from '../common/controls.module.css';
import { download } from '../common/download';
import { FileButton } from '../common/FileButton';
import { plural } from '../format';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';
import { partsOf } from '../clips/clipRows';
import styles from './EditBar.module.css';

const save = (text: string, name: string) => download(new Blob([text], { type: 'text/csv' }), name);

/** What was changed of the data set: to undo, to redo, to take home, and to make again on the same files. */
export function EditBar() {
  const session = useSession();
  const { history, clips, notice, earlier } = useApp((state) => state.edits);
  const split = useApp((state) => state.data.split);
  const isLocked = isRunActive(useApp((state) => state.run.status));
  const last = history.done.at(-1);
  const next = history.undone.at(-1);
  return (
    <div className={styles.bar} role="group" aria-label="Changes">
      {earlier ? (
        <div className={styles.offer} role="status">
          <span>
            Your earlier corrections to these files: {plural(earlier.steps.length, 'change')} of{' '}
            {new Date(earlier.savedAt).toLocaleDateString('en', { dateStyle: 'medium' })}.
          </span>
          <button
            type="button"
            className={controls.button}
            onClick={() => void session.applyEarlierEdits()}
            disabled={isLocked}
          >
            Apply them
          </button>
          <button type="button" className={controls.chip} onClick={() => void session.dismissEarlierEdits()}>
            Forget them
          </button>
        </div>
      ) : null}
      <div className={controls.row}>
        <button
          type="button"
          className={controls.chip}
          disabled={!last || isLocked}
          onClick={() => void session.undoEdit()}
          data-testid="undo-edit"
        >
          <Undo2 size={14} aria-hidden /> Undo
        </button>
        <button
          type="button"
          className={controls.chip}
          disabled={!next || isLocked}
          onClick={() => void session.redoEdit()}
          data-testid="redo-edit"
        >
          <Redo2 size={14} aria-hidden /> Redo
        </button>
        <button
          type="button"
          className={controls.chip}
          disabled={history.done.length === 0}
          onClick={() => save(correctionsCsv(clips), 'corrections.csv')}
        >
          <Download size={14} aria-hidden /> Save corrections (csv)
        </button>
        <button
          type="button"
          className={controls.chip}
          onClick={() => save(labelsCsv(clips, partsOf(split)), 'labels.csv')}
        >
          <Download size={14} aria-hidden /> Save all labels (csv)
        </button>
        <FileButton
          accept=".csv,text/csv"
          onFiles={([file]) => file && void session.applyCorrections(file)}
          disabled={isLocked}
          testId="corrections-input"
        >
          Apply saved corrections
        </FileButton>
      </div>
      <p className={styles.words} role="status" data-testid="edit-status">
        {last ? `${last.title}.` : 'Nothing is changed.'} {notice}
        {isLocked ? ' During a run the data set stays as it is.' : null}
      </p>
    </div>
  );
}
