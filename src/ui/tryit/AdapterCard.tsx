import { METHODS } from '../../model/methods';
import { planTitle } from '../../model/adapters';
import type { AppState } from '../../store/state';
import { ProblemNote } from '../common/ProblemNote';
import { Heading } from '../common/Heading';
import { useAttempt } from '../common/useAttempt';
import { count, percent, plural } from '../format';
import { isRunActive } from '../run/runPhase';
import { useApp } from '../sessionContext';
import { ExportRow } from './ExportRow';
import { ImportZone } from './ImportZone';
import styles from './TryIt.module.css';

/** What is in the model now, in a sentence. */
function describe({ origin, config }: AppState['adapter'], run: AppState['run']): string {
  if (origin === null) return 'Nothing is trained yet.';
  const made = config?.run ?? run.config;
  const what =
    made === null ? 'An adapter' : made.method === 'loaa' ? planTitle(made.adapters) : METHODS[made.method].title;
  const how = origin === 'imported' ? 'imported' : 'trained here';
  const trainable = config?.trainable ?? run.trainable;
  const best = config?.best ?? run.report?.best ?? null;
  const size = trainable === null ? '' : `, ${count(trainable)} parameters`;
  const labels = config ? ` It tells ${plural(config.labels.length, 'class', 'classes')} apart.` : '';
  const score = best ? ` Top-1 on validation ${percent(best.top1)}, mAP ${percent(best.mAP)}.` : '';
  return `${what}, ${how}${size}.${labels}${score}`;
}

/** The adapter in the model now, its way out as a file, and the way in for another. */
export function AdapterCard({ onExport }: { readonly onExport: () => void }) {
  const adapter = useApp((state) => state.adapter);
  const run = useApp((state) => state.run);
  const hasBackbone = useApp((state) => state.backbone.summary !== null);
  const isRunning = isRunActive(run.status);
  const { attempt, problem } = useAttempt('The adapter');
  const refused = adapter.problem ?? problem;
  return (
    <div className={styles.column}>
      <Heading term="adapterFile">Adapter file</Heading>
      <p>{describe(adapter, run)}</p>
      <ExportRow disabled={adapter.origin === null || isRunning} attempt={attempt} onExport={onExport} />
      <ImportZone disabled={!hasBackbone || isRunning} attempt={attempt} />
      {refused ? <ProblemNote problem={refused}>What was in the model before is still there.</ProblemNote> : null}
    </div>
  );
}
