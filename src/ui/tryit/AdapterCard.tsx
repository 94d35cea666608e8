import { Download, FileUp } from 'lucide-react';
import { METHODS } from '../../model/methods';
import { planTitle } from '../../model/adapters';
import type { AppState } from '../../store/state';
import controls from '../common/controls.module.css';
import { download } from '../common/download';
import { FileButton } from '../common/FileButton';
import { ProblemNote } from '../common/ProblemNote';
import { Heading } from '../common/Heading';
import { useAttempt } from '../common/useAttempt';
import { count, percent, plural } from '../format';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';
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
  const session = useSession();
  const adapter = useApp((state) => state.adapter);
  const run = useApp((state) => state.run);
  const hasBackbone = useApp((state) => state.backbone.summary !== null);
  const isRunning = isRunActive(run.status);
  const { attempt, problem } = useAttempt('The adapter');
  const refused = adapter.problem ?? problem;
  const save = async () => {
    const { name, blob } = await session.exportAdapter();
    download(blob, name);
    onExport();
  };
  return (
    <div className={styles.column}>
      <Heading term="adapterFile">Adapter file</Heading>
      <p>{describe(adapter, run)}</p>
      <div className={controls.row}>
        <button
          type="button"
          className={controls.button}
          disabled={adapter.origin === null || isRunning}
          onClick={() => attempt(save)}
          data-testid="export-adapter"
        >
          <Download size={16} aria-hidden /> Export the adapter
        </button>
        <FileButton
          multiple
          accept=".zip,.safetensors,.json"
          onFiles={(files) => attempt(() => session.importAdapter(files))}
          disabled={!hasBackbone || isRunning}
          testId="import-input"
        >
          <FileUp size={16} aria-hidden /> Import an adapter
        </FileButton>
      </div>
      {refused ? <ProblemNote problem={refused}>What was in the model before is still there.</ProblemNote> : null}
    </div>
  );
}
