import { Download, Plus, Trash2 } from 'lucide-react';
import { waitingTakes } from '../../microphone/state';
import controls from '../common/controls.module.css';
import { download } from '../common/download';
import { ProblemNote } from '../common/ProblemNote';
import { useAttempt } from '../common/useAttempt';
import { bytes, plural } from '../format';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';

/** What becomes of the recorded clips: into the data, or onto the disk. */
export function TakeActions() {
  const session = useSession();
  const recorder = useApp((state) => state.microphone.recorder);
  const { takes, added, isAdding } = recorder;
  const waiting = waitingTakes(recorder).length;
  const isRunning = useApp((state) => isRunActive(state.run.status));
  const { attempt, problem } = useAttempt('The recorded clips');
  if (takes.length === 0) return null;
  const save = async () => download(await session.takesZip(), 'recorded.zip');
  return (
    <>
      <div className={controls.row}>
        <button
          type="button"
          className={controls.primary}
          disabled={isAdding || isRunning || waiting === 0}
          onClick={() => attempt(() => session.addTakes())}
          data-testid="add-takes"
        >
          <Plus size={16} aria-hidden /> {isAdding ? 'Adding them' : 'Add them to the data'}
        </button>
        <button type="button" className={controls.button} onClick={() => attempt(save)} data-testid="takes-zip">
          <Download size={16} aria-hidden /> Download as a zip
        </button>
      </div>
      <p className={controls.quiet} role="status">
        {recorder.problem
          ? null
          : `${bytes(takes.reduce((sum, { samples }) => sum + samples.byteLength, 0))}, kept in this browser until deleted. `}
        {added.length > 0 ? `${plural(added.length, 'clip')} of them in the data now. ` : null}
        <button type="button" className={controls.chip} onClick={() => session.dropTakes(takes.map(({ id }) => id))}>
          <Trash2 size={14} aria-hidden /> Delete all {plural(takes.length, 'recording')}
        </button>
      </p>
      {recorder.problem ? <ProblemNote problem={recorder.problem} /> : null}
      {problem ? <ProblemNote problem={problem}>The clips are still here.</ProblemNote> : null}
    </>
  );
}
