import { Download } from 'lucide-react';
import controls from '../common/controls.module.css';
import { download } from '../common/download';
import { ProblemNote } from '../common/ProblemNote';
import { useAttempt } from '../common/useAttempt';
import { useApp, useSession } from '../sessionContext';
import { isRunActive } from './runPhase';

/** Why a run would not go on if the page closed, and its weights as they stand, to take away. */
export function UnkeptNote() {
  const session = useSession();
  const { attempt, problem } = useAttempt('The adapter');
  const run = useApp((state) => state.run);
  if (!run.unkept) return null;
  const save = () =>
    attempt(async () => {
      const { name, blob } = await session.exportAdapter();
      download(blob, name);
    });
  return (
    <>
      <ProblemNote problem={run.unkept}>
        {isRunActive(run.status) ? (
          <button
            type="button"
            className={controls.chip}
            disabled={run.step === 0}
            onClick={save}
            data-testid="export-now"
          >
            <Download size={14} aria-hidden /> Export the adapter as it stands
          </button>
        ) : null}
      </ProblemNote>
      {problem ? <ProblemNote problem={problem} /> : null}
    </>
  );
}
