import { lazy, Suspense } from 'react';
import { ProblemNote } from '../common/ProblemNote';
import { ProgressLine } from '../common/ProgressLine';
import { Section } from '../common/Section';
import controls from '../common/controls.module.css';
import { RecordBox } from '../record/RecordBox';
import { useApp, useSession } from '../sessionContext';
import { DropZone } from './DropZone';
import { KeptFeatures } from './KeptFeatures';
import { ProblemList } from './ProblemList';
import { Recognised } from './Recognised';

const TableForm = lazy(() => import('./TableForm').then((module) => ({ default: module.TableForm })));
const OpenedData = lazy(() => import('./OpenedData'));

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
      {table ? (
        <Suspense fallback={null}>
          <TableForm table={table} />
        </Suspense>
      ) : null}
      {dataset ? (
        <Suspense fallback={<p className={controls.quiet}>Loading</p>}>
          <OpenedData dataset={dataset} />
        </Suspense>
      ) : null}
      <ProblemList />
      <KeptFeatures />
    </Section>
  );
}
