import { CircleCheck, CircleDashed, CircleX, LoaderCircle, RotateCcw, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { rateChoices } from '../../sweep/rateChoice';
import { measured } from '../../sweep/report';
import { rateText, runTitle } from '../../sweep/setting';
import { paperCount } from '../../sweep/numbers';
import { isDone, type SweepRun } from '../../sweep/types';
import controls from '../common/controls.module.css';
import { Pager, pageOf } from '../common/Pager';
import { percent, seconds } from '../format';
import { useApp, useSession } from '../sessionContext';
import styles from './Sweep.module.css';

const PAGE = 25;

const STATES = {
  waiting: { title: 'Waiting', Icon: CircleDashed },
  running: { title: 'Running', Icon: LoaderCircle },
  done: { title: 'Done', Icon: CircleCheck },
  failed: { title: 'Failed', Icon: CircleX },
} as const;

/** The runs of the queue with their states and results. */
export function RunList() {
  const runs = useApp((state) => state.sweep.runs);
  const [page, setPage] = useState(0);
  const chosen = useMemo(() => new Set(rateChoices(runs).flatMap((choice) => choice.chosen?.id ?? [])), [runs]);
  if (runs.length === 0) return null;
  return (
    <div className={controls.stack}>
      <ul className={styles.runs} aria-label="Runs">
        {pageOf(runs, page, PAGE).map((run) => (
          <RunRow key={run.id} run={run} isChosen={chosen.has(run.id)} />
        ))}
      </ul>
      <Pager page={page} size={PAGE} count={runs.length} onPage={setPage} what="Runs" />
    </div>
  );
}

function RunRow({ run, isChosen }: { readonly run: SweepRun; readonly isChosen: boolean }) {
  const session = useSession();
  const { title, Icon } = STATES[run.state];
  const name = runTitle(run, run.subject.data.folds);
  return (
    <li className={styles.run} data-state={run.state}>
      <span className={styles.state}>
        <Icon size={16} aria-hidden /> {title}
      </span>
      <span className={styles.runName}>
        {name}
        <span className={controls.quiet}>
          {' '}
          <bdi>{run.subject.data.name}</bdi>, <bdi>{run.subject.backbone.name}</bdi>
          {run.rates ? ` (one of ${run.rates.map(rateText).join(', ')}${isChosen ? ': chosen' : ''})` : ''}
        </span>
        {run.problem ? (
          <span className={styles.fault}>
            <bdi>{run.problem.subject}</bdi> {run.problem.cause} {run.problem.cure}
          </span>
        ) : null}
      </span>
      <span className={styles.outcome}>{outcomeText(run)}</span>
      <span className={styles.buttons}>
        {run.state === 'failed' ? (
          <button
            type="button"
            className={controls.icon}
            onClick={() => session.retryRuns([run.id])}
            aria-label={`Retry ${name}`}
          >
            <RotateCcw size={16} aria-hidden />
          </button>
        ) : null}
        <button
          type="button"
          className={controls.icon}
          disabled={run.state === 'running'}
          onClick={() => session.removeRuns([run.id])}
          aria-label={`Remove ${name}`}
        >
          <Trash2 size={16} aria-hidden />
        </button>
      </span>
    </li>
  );
}

/** `61.7 % on test, 38.4k (3.2%), 42.0 s`. */
function outcomeText(run: SweepRun): string {
  const number = isDone(run) ? measured(run) : null;
  if (!number || !run.result) return '';
  const { trainable, total, seconds: time } = run.result;
  const part = number.measure === 'test' ? 'test' : 'validation';
  return `${percent(number.top1)} on ${part}, ${paperCount(trainable, total)}, ${seconds(time)}`;
}
