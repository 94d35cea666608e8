import { runsCsv, runsMarkdown } from '../../sweep/exports';
import controls from '../common/controls.module.css';
import { useState } from 'react';
import { plural } from '../format';
import { useApp, useSession } from '../sessionContext';
import { ExportButtons } from './ExportButtons';
import { GridForm } from './GridForm';
import { RunList } from './RunList';

/** The queue: what to add, what is there, and a way out for all of it. */
export function QueueTab() {
  const session = useSession();
  const runs = useApp((state) => state.sweep.runs);
  const isIdle = useApp((state) => state.sweep.status === 'idle');
  const failed = runs.filter(({ state }) => state === 'failed').map(({ id }) => id);
  return (
    <div className={controls.stack}>
      <GridForm />
      <RunList />
      {runs.length > 0 ? (
        <div className={controls.row}>
          <ExportButtons name="loaa-runs" csv={() => runsCsv(runs)} markdown={() => runsMarkdown(runs)} />
          {failed.length > 0 ? (
            <button type="button" className={controls.button} onClick={() => session.retryRuns(failed)}>
              Retry failed ({failed.length})
            </button>
          ) : null}
          <ClearAll count={runs.length} disabled={!isIdle} />
        </div>
      ) : null}
    </div>
  );
}

/** Forgets all runs, here and in the browser's storage, when it has been said twice. */
function ClearAll({ count, disabled }: { readonly count: number; readonly disabled: boolean }) {
  const session = useSession();
  const [isAsking, setIsAsking] = useState(false);
  if (!isAsking) {
    return (
      <button type="button" className={controls.button} disabled={disabled} onClick={() => setIsAsking(true)}>
        Clear all
      </button>
    );
  }
  return (
    <span className={controls.row} role="group" aria-label="Clear all">
      <button type="button" className={controls.button} disabled={disabled} onClick={() => void session.clearSweep()}>
        Forget {plural(count, 'run')} and their results
      </button>
      <button type="button" className={controls.button} onClick={() => setIsAsking(false)}>
        Keep them
      </button>
    </span>
  );
}
