import { Download, Plus } from 'lucide-react';
import controls from '../common/controls.module.css';
import { download } from '../common/download';
import { ProblemNote } from '../common/ProblemNote';
import { useAttempt } from '../common/useAttempt';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';

/** What becomes of the recorded clips: into the data, or onto the disk. */
export function TakeActions() {
  const session = useSession();
  const { takes, isAdding } = useApp((state) => state.microphone.recorder);
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
          disabled={isAdding || isRunning}
          onClick={() => attempt(() => session.addTakes())}
          data-testid="add-takes"
        >
          <Plus size={16} aria-hidden /> {isAdding ? 'Adding them' : 'Add them to the data'}
        </button>
        <button type="button" className={controls.button} onClick={() => attempt(save)} data-testid="takes-zip">
          <Download size={16} aria-hidden /> Download as a zip
        </button>
      </div>
      {problem ? <ProblemNote problem={problem}>The clips are still here.</ProblemNote> : null}
    </>
  );
}
