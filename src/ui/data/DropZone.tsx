import { FileAudio, FolderOpen, Music } from 'lucide-react';
import controls from '../common/controls.module.css';
import { FileButton } from '../common/FileButton';
import { ProblemNote } from '../common/ProblemNote';
import { useAttempt } from '../common/useAttempt';
import { useSession } from '../sessionContext';
import styles from './DropZone.module.css';
import { FolderButton } from './FolderButton';

/** Where sounds come in. The whole page takes a drop (see PageDrop); these are the ways for a keyboard. */
export function DropZone({ compact }: { readonly compact: boolean }) {
  const session = useSession();
  const { attempt, problem } = useAttempt('The sounds');
  const open = (files: readonly File[]) => attempt(() => session.openFiles(files));
  return (
    <>
      <div className={compact ? styles.compact : styles.zone} data-testid="drop-zone">
        {compact ? null : (
          <>
            <FolderOpen size={36} strokeWidth={1.25} aria-hidden />
            <p className={styles.invitation}>Drop a folder of sounds anywhere on this page</p>
            <p className={controls.quiet}>
              A folder for each class, a table of files and labels, Raven or Audacity annotations, Speech Commands,
              ESC-50, EPIC-SOUNDS, or names such as <i>dog_1.wav</i>. wav, flac, ogg, mp3, m4a, or a zip of them.
            </p>
          </>
        )}
        <div className={styles.buttons}>
          <FolderButton attempt={attempt} />
          <FileButton
            multiple
            onFiles={open}
            testId="files-input"
            accept="audio/*,.wav,.flac,.ogg,.opus,.mp3,.m4a,.zip,.csv,.tsv,.jsonl,.txt,.hdf5,.h5"
          >
            <FileAudio size={16} aria-hidden /> Choose files or a zip
          </FileButton>
          <button
            type="button"
            className={compact ? controls.button : controls.primary}
            onClick={() => attempt(() => session.openDemo())}
            data-testid="use-demo"
          >
            <Music size={16} aria-hidden /> Try the demo sounds
          </button>
        </div>
      </div>
      {problem ? <ProblemNote problem={problem} /> : null}
    </>
  );
}
