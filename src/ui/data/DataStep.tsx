import { ProblemNote } from '../common/ProblemNote';
import { ProgressLine } from '../common/ProgressLine';
import { Section } from '../common/Section';
import { RecordBox } from '../record/RecordBox';
import { useApp, useSession } from '../sessionContext';
import { ClassTable } from './ClassTable';
import { DropZone } from './DropZone';
import { DurationHistogram } from './DurationHistogram';
import { ProblemList } from './ProblemList';
import { Recognised } from './Recognised';
import { SplitControls } from './SplitControls';
import { StraddleNote } from './StraddleNote';
import { TableForm } from './TableForm';

/** Step 1: sounds in, what was recognised, how they are split, and what could not be used. */
export function DataStep() {
  const session = useSession();
  const status = useApp((state) => state.data.status);
  const progress = useApp((state) => state.data.progress);
  const refused = useApp((state) => state.data.refused);
  const dataset = useApp((state) => state.data.dataset);
  const table = useApp((state) => state.data.table);
  const isBusy = status === 'reading' || status === 'preparing';
  return (
    <Section id="data" step={1} title="Data" lead="Short recordings, sorted into classes. They never leave this tab.">
      <DropZone compact={dataset !== null} />
      <RecordBox />
      {isBusy ? <ProgressLine progress={progress} waiting="Opening" onCancel={() => session.cancelData()} /> : null}
      {refused ? (
        <ProblemNote problem={refused}>
          {dataset ? 'The sounds that were loaded before are still here.' : null}
        </ProblemNote>
      ) : null}
      {dataset ? <Recognised dataset={dataset} /> : null}
      {table ? <TableForm table={table} /> : null}
      {dataset ? (
        <>
          <ClassTable />
          <DurationHistogram />
          <SplitControls dataset={dataset} />
          <StraddleNote />
        </>
      ) : null}
      <ProblemList />
    </Section>
  );
}
