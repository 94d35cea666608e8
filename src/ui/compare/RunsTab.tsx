import { FolderUp, Upload } from 'lucide-react';
import { useMemo, useState } from 'react';
import controls from '../common/controls.module.css';
import { FileButton } from '../common/FileButton';
import { ProblemNote } from '../common/ProblemNote';
import { SelectField } from '../common/SelectField';
import { TakeZone } from '../common/TakeZone';
import { useApp, useSession } from '../sessionContext';
import styles from './Compare.module.css';
import { CompareCurves } from './CompareCurves';
import { RunActions } from './RunActions';
import { differenceColumns, RUN_COLUMNS } from './runColumns';
import { RunForm } from './RunForm';
import { RunsTable } from './RunsTable';
import { SeedTable } from './SeedTable';

/** Runs whose curves are drawn where none is chosen. */
const USUAL_CURVES = 8;
const ALL = 'all';
const NOTHING: ReadonlySet<string> = new Set();

/** Every run that was made here or imported: a table, what can be done with them, and their curves over one another. */
export function RunsTab() {
  const session = useSession();
  const { runs, baseline, isRestored, problem } = useApp((state) => state.library);
  const take = (files: readonly File[]) => void session.importRuns(files);
  const [group, setGroup] = useState(ALL);
  const [selected, setSelected] = useState<ReadonlySet<string>>(NOTHING);
  const [isDifferent, setIsDifferent] = useState(false);
  const groups = useMemo(() => new Map(runs.flatMap(({ group: one }) => (one ? [[one.id, one.title]] : []))), [runs]);
  const shown = useMemo(
    () => runs.filter((run) => !groups.has(group) || run.group?.id === group),
    [runs, group, groups],
  );
  const chosen = useMemo(() => shown.filter(({ id }) => selected.has(id)), [shown, selected]);
  const drawn = useMemo(() => (chosen.length > 0 ? chosen : shown.slice(-USUAL_CURVES)), [chosen, shown]);
  const compared = chosen.length > 1 ? chosen : shown;
  const columns = useMemo(() => (isDifferent ? differenceColumns(compared) : RUN_COLUMNS), [isDifferent, compared]);
  const pinned = runs.find(({ id }) => id === baseline) ?? null;
  const [only] = chosen.length === 1 ? chosen : [];
  return (
    <div className={controls.stack}>
      <div className={styles.bar}>
        {groups.size > 0 ? (
          <SelectField
            label="Show"
            value={groups.has(group) ? group : ALL}
            options={[[ALL, 'All runs'], ...groups]}
            onChange={setGroup}
          />
        ) : null}
        <label className={styles.tick}>
          <input type="checkbox" checked={isDifferent} onChange={(event) => setIsDifferent(event.target.checked)} />
          Differences only
        </label>
      </div>
      <TakeZone label="Runs to import" disabled={false} onTake={(transfer) => void session.dropRuns(transfer)}>
        <FileButton accept=".zip" multiple onFiles={take} testId="import-runs">
          <Upload size={16} aria-hidden /> Import runs
        </FileButton>
        <FileButton folder onFiles={take} testId="import-run-folder">
          <FolderUp size={16} aria-hidden /> a folder of train.py
        </FileButton>
        <p>or drop them here</p>
      </TakeZone>
      {problem ? <ProblemNote problem={problem} /> : null}
      {runs.length === 0 ? (
        <p className={styles.empty}>
          {isRestored
            ? 'No runs yet. Every run that ends is kept here by itself, with its curves and its adapter, in this browser alone.'
            : 'Reading the runs of earlier visits'}
        </p>
      ) : (
        <RunsTable runs={shown} columns={columns} baseline={pinned} selected={selected} onSelect={setSelected} />
      )}
      <RunActions chosen={chosen} onDeleted={() => setSelected(NOTHING)} />
      {only ? <RunForm key={only.id} run={only} /> : null}
      <SeedTable runs={drawn} />
      {drawn.length > 0 ? <CompareCurves runs={drawn} /> : null}
    </div>
  );
}
