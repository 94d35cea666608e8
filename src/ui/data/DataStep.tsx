import { lazy, Suspense, useState } from 'react';
import { ProblemNote } from '../common/ProblemNote';
import { ProgressLine } from '../common/ProgressLine';
import { Section } from '../common/Section';
import controls from '../common/controls.module.css';
import { RecordBox } from '../record/RecordBox';
import { useApp, useSession } from '../sessionContext';
import { ClassTable } from './ClassTable';
import { EditBar } from './EditBar';
import { DropZone } from './DropZone';
import { DurationHistogram } from './DurationHistogram';
import { ProblemList } from './ProblemList';
import { Recognised } from './Recognised';
import { SplitControls } from './SplitControls';
import { StraddleNote } from './StraddleNote';
import { TableForm } from './TableForm';

const ClipBrowser = lazy(() => import('./ClipBrowser'));
const ClipMapPanel = lazy(() => import('../map/ClipMapPanel'));

/** Step 1: sounds in, what was recognised, how they are split, and what could not be used. */
export function DataStep() {
  const session = useSession();
  const status = useApp((state) => state.data.status);
  const progress = useApp((state) => state.data.progress);
  const refused = useApp((state) => state.data.refused);
  const dataset = useApp((state) => state.data.dataset);
  const table = useApp((state) => state.data.table);
  const [shown, setShown] = useState<string | null>(null);
  const open = (className: string) => {
    setShown(className);
    document.getElementById('clips')?.scrollIntoView({ block: 'start' });
    document.querySelector<HTMLElement>('#clips [role="grid"]')?.focus({ preventScroll: true });
  };
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
          <ClassTable onOpen={open} />
          <EditBar />
          <Suspense fallback={<p className={controls.quiet}>Loading</p>}>
            <ClipBrowser className={shown} onClass={setShown} />
            <ClipMapPanel />
          </Suspense>
          <DurationHistogram />
          <SplitControls dataset={dataset} />
          <StraddleNote />
        </>
      ) : null}
      <ProblemList />
    </Section>
  );
}
