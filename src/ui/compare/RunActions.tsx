import { Download, FolderInput, FolderSearch, Pin, PinOff, Settings2, Trash2, Undo2 } from 'lucide-react';
import type { KeptRun } from '../../runs/state';
import controls from '../common/controls.module.css';
import { download } from '../common/download';
import { ProblemNote } from '../common/ProblemNote';
import { Term } from '../common/Term';
import { useAttempt } from '../common/useAttempt';
import { plural } from '../format';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';
import { goTo } from '../views/route';

interface RunActionsProps {
  /** The runs that are chosen. */
  readonly chosen: readonly KeptRun[];
  readonly onDeleted: () => void;
}

/** What can be done with the chosen runs. */
export function RunActions({ chosen, onDeleted }: RunActionsProps) {
  const session = useSession();
  const { attempt, problem } = useAttempt('The runs');
  const baseline = useApp((state) => state.library.baseline);
  const undoable = useApp((state) => state.library.undoable);
  const isActive = useApp((state) => isRunActive(state.run.status));
  const ids = chosen.map(({ id }) => id);
  const [only] = chosen.length === 1 ? chosen : [];
  const isPinned = only !== undefined && only.id === baseline;
  const save = async () => {
    const { name, blob } = await session.exportRuns(ids);
    download(blob, name);
  };
  return (
    <>
      <div className={controls.row} role="group" aria-label="Chosen runs">
        <button
          type="button"
          className={controls.button}
          disabled={!only}
          aria-pressed={isPinned}
          onClick={() => only && attempt(() => session.pinBaseline(isPinned ? null : only.id))}
        >
          {isPinned ? <PinOff size={16} aria-hidden /> : <Pin size={16} aria-hidden />}
          {isPinned ? 'Unpin baseline' : 'Pin as baseline'}
        </button>
        <Term name="baseline" />
        <button
          type="button"
          className={controls.button}
          disabled={!only || isActive}
          onClick={() => {
            if (!only) return;
            session.adoptRun(only.id);
            goTo('model');
          }}
        >
          <Settings2 size={16} aria-hidden /> Use this configuration
        </button>
        <button
          type="button"
          className={controls.button}
          disabled={!only?.hasAdapter || isActive}
          onClick={() => only && attempt(() => session.loadRunAdapter(only.id))}
        >
          <FolderInput size={16} aria-hidden /> Load this adapter
        </button>
        <button
          type="button"
          className={controls.button}
          disabled={!only?.report || isActive}
          onClick={() =>
            only &&
            attempt(async () => {
              await session.openRun(only.id);
              goTo('errors');
            })
          }
        >
          <FolderSearch size={16} aria-hidden /> Open its errors
        </button>
        <button type="button" className={controls.button} disabled={ids.length === 0} onClick={() => attempt(save)}>
          <Download size={16} aria-hidden /> Export {ids.length === 0 ? 'runs' : plural(ids.length, 'run')}
        </button>
        <button
          type="button"
          className={controls.button}
          disabled={ids.length === 0}
          onClick={() =>
            attempt(async () => {
              onDeleted();
              await session.deleteRuns(ids);
            })
          }
        >
          <Trash2 size={16} aria-hidden /> Delete {ids.length === 0 ? 'runs' : plural(ids.length, 'run')}
        </button>
      </div>
      {undoable > 0 ? (
        <p className={controls.row} role="status">
          {plural(undoable, 'run')} deleted.
          <button type="button" className={controls.chip} onClick={() => attempt(() => session.undoDelete())}>
            <Undo2 size={14} aria-hidden /> Undo
          </button>
        </p>
      ) : null}
      {problem ? <ProblemNote problem={problem} /> : null}
    </>
  );
}
