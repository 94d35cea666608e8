import { useEffect, useState } from 'react';
import { PAPER_TABLES, type PaperTableName } from '../../sweep/paperTables';
import { Section } from '../common/Section';
import { Term } from '../common/Term';
import { useSession } from '../sessionContext';
import { FoldsTab } from '../sweep/FoldsTab';
import { QueueTab } from '../sweep/QueueTab';
import { SweepBar } from '../sweep/SweepBar';
import { TableTab } from '../sweep/TableTab';
import { Tabs } from '../common/Tabs';
import { RunsTab } from './RunsTab';

const TABS = [
  { id: 'runs', title: 'Runs' },
  { id: 'queue', title: 'Queue' },
  { id: 'folds', title: 'Cross validation' },
  ...Object.entries(PAPER_TABLES).map(([id, { title }]) => ({ id, title })),
] as const;

/** Step 6: runs side by side; and many of them at once: a queue, cross validation, and the paper's tables. */
export function CompareView() {
  const session = useSession();
  const [tab, setTab] = useState('runs');
  useEffect(() => {
    void session.restoreRuns();
    void session.restoreSweep();
  }, [session]);
  return (
    <Section
      id="sweep"
      step={6}
      title="Compare"
      lead={
        <>
          What every run was and what came of it. Queue many at once for seeds, folds and the paper’s tables.{' '}
          <Term name="sweep" />
        </>
      }
    >
      <Tabs label="Runs, sweeps and tables" tabs={TABS} value={tab} onChange={setTab}>
        {tab === 'runs' ? <RunsTab /> : <SweepBar />}
        {tab === 'queue' ? <QueueTab /> : null}
        {tab === 'folds' ? <FoldsTab /> : null}
        {isTable(tab) ? <TableTab key={tab} name={tab} /> : null}
      </Tabs>
    </Section>
  );
}

function isTable(tab: string): tab is PaperTableName {
  return Object.hasOwn(PAPER_TABLES, tab);
}
