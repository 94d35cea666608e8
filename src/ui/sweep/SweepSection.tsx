import { ChevronRight } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { PAPER_TABLES, type PaperTableName } from '../../sweep/paperTables';
import { Term } from '../common/Term';
import section from '../common/Section.module.css';
import { plural } from '../format';
import { useApp, useSession } from '../sessionContext';
import { FoldsTab } from './FoldsTab';
import { QueueTab } from './QueueTab';
import styles from './Sweep.module.css';
import { SweepBar } from './SweepBar';
import { Tabs } from './Tabs';
import { TableTab } from './TableTab';

const TABS = [
  { id: 'queue', title: 'Queue' },
  { id: 'folds', title: 'Cross validation' },
  ...Object.entries(PAPER_TABLES).map(([id, { title }]) => ({ id, title })),
] as const;

/** Many runs: a queue, cross validation, and the paper's tables. Closed until it is wanted; the main job needs none of it. */
export function SweepSection() {
  const session = useSession();
  const heading = useId();
  const [isOpen, setIsOpen] = useState(false);
  const [tab, setTab] = useState('queue');
  const runs = useApp((state) => state.sweep.runs);
  const waiting = runs.filter(({ state }) => state === 'waiting' || state === 'running').length;
  useEffect(() => void session.restoreSweep(), [session]);
  return (
    <section id="sweep" className={section.section} aria-labelledby={heading}>
      <div className={styles.head}>
        <h2 id={heading} className={section.title}>
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={isOpen}
            aria-controls="sweep-body"
            onClick={() => setIsOpen(!isOpen)}
            data-testid="open-sweep"
          >
            <ChevronRight size={18} aria-hidden className={styles.arrow} />
            Sweeps and tables
          </button>
        </h2>
        <Term name="sweep" />
        <span className={section.lead}>
          {runs.length === 0
            ? 'Many runs, cross validation, the paper’s tables'
            : `${plural(runs.length, 'run')}, ${waiting} waiting`}
        </span>
      </div>
      <div id="sweep-body" className={styles.body} hidden={!isOpen}>
        {isOpen ? (
          <>
            <SweepBar />
            <Tabs label="Sweeps and tables" tabs={TABS} value={tab} onChange={setTab}>
              {tab === 'queue' ? <QueueTab /> : null}
              {tab === 'folds' ? <FoldsTab /> : null}
              {isTable(tab) ? <TableTab key={tab} name={tab} /> : null}
            </Tabs>
          </>
        ) : null}
      </div>
    </section>
  );
}

function isTable(tab: string): tab is PaperTableName {
  return Object.hasOwn(PAPER_TABLES, tab);
}
