import { runsCsv, runsMarkdown } from '../../sweep/exports';
import controls from '../common/controls.module.css';
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
          <button
            type="button"
            className={controls.button}
            disabled={!isIdle}
            onClick={() => void session.clearSweep()}
            title="Forgets all runs and their results, also in the browser’s storage"
          >
            Clear all
          </button>
        </div>
      ) : null}
    </div>
  );
}
