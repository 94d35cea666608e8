import { useEffect, useState } from 'react';
import { PAPER_TABLES, type PaperTableName } from '../../sweep/paperTables';
import { Section } from '../common/Section';
import { Term } from '../common/Term';
import { plural } from '../format';
import { useApp, useSession } from '../sessionContext';
import { FoldsTab } from './FoldsTab';
import { QueueTab } from './QueueTab';
import { SweepBar } from './SweepBar';
import { Tabs } from './Tabs';
import { TableTab } from './TableTab';

const TABS = [
  { id: 'queue', title: 'Queue' },
  { id: 'folds', title: 'Cross validation' },
  ...Object.entries(PAPER_TABLES).map(([id, { title }]) => ({ id, title })),
] as const;

/** Step 6: many runs. A queue, cross validation, and the paper's tables. */
export function SweepSection() {
  const session = useSession();
  const [tab, setTab] = useState('queue');
  const runs = useApp((state) => state.sweep.runs);
  const waiting = runs.filter(({ state }) => state === 'waiting' || state === 'running').length;
  useEffect(() => void session.restoreSweep(), [session]);
  return (
    <Section
      id="sweep"
      step={6}
      title="Sweeps and tables"
      lead={
        <>
          {runs.length === 0
            ? 'Many runs, cross validation, the paper’s tables.'
            : `${plural(runs.length, 'run')}, ${waiting} waiting.`}{' '}
          <Term name="sweep" />
        </>
      }
    >
      <SweepBar />
      <Tabs label="Sweeps and tables" tabs={TABS} value={tab} onChange={setTab}>
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
