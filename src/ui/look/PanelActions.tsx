import { FileUp, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { MOST_PANELS } from '../../attention/lookState';
import { problemOf, type Problem } from '../../core/problem';
import { HUB_MODELS } from '../../weights/hubModels';
import { requestOf } from '../backbone/diskRequest';
import { FileButton } from '../common/FileButton';
import { ProblemNote } from '../common/ProblemNote';
import { ProgressLine } from '../common/ProgressLine';
import { Term } from '../common/Term';
import controls from '../common/controls.module.css';
import { bytes } from '../format';
import { useApp, useSession } from '../sessionContext';
import styles from './Look.module.css';
import { PickToLoad } from './PickToLoad';
import { useKnown } from './SourcePicker';
import { nextSource } from './sources';

const HUB = HUB_MODELS.map(
  ({ repo, title, approximateBytes }) => [repo, `${title}, ${bytes(approximateBytes)}`] as const,
);

/** More panels, and what else may stand in them: adapters from files, another backbone. */
export function PanelActions() {
  const session = useSession();
  const panels = useApp((state) => state.look.panels);
  const loading = useApp((state) => state.look.loading);
  const endpoint = useApp((state) => state.hubEndpoint);
  const kept = useApp((state) => state.library.runs);
  const known = useKnown();
  const runs = kept.filter(({ hasAdapter, backbone }) => hasAdapter && backbone.sha256 === known.backbone?.sha256);
  useEffect(() => void session.restoreRuns(), [session]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const sources = panels.map(({ source }) => source);
  const next = nextSource(known, sources);
  const hasRoom = sources.length < MOST_PANELS;
  /** A new panel while there is room, else the last one. */
  const at = hasRoom ? sources.length : MOST_PANELS - 1;
  const openBackbone = (files: readonly File[]) => {
    setProblem(null);
    try {
      void session.lookAtBackbone(requestOf(files), at);
    } catch (error) {
      setProblem(problemOf(error, 'The files'));
    }
  };
  return (
    <div className={styles.actions}>
      <div className={controls.row}>
        <button
          type="button"
          className={controls.button}
          disabled={!hasRoom || !next}
          onClick={() => next && void session.setPanels([...sources, next])}
          data-testid="add-panel"
        >
          <Plus size={16} aria-hidden /> Add a panel
        </button>
        <FileButton
          multiple
          accept=".zip,.safetensors,.json"
          disabled={loading !== null}
          onFiles={(files) => void session.lookAtAdapter(files, at)}
          testId="look-adapter-input"
        >
          <FileUp size={16} aria-hidden /> An adapter beside
        </FileButton>
        <FileButton multiple disabled={loading !== null} onFiles={openBackbone} testId="look-backbone-input">
          <FileUp size={16} aria-hidden /> A backbone beside
        </FileButton>
        <PickToLoad
          label="A kept run, beside"
          prompt="A kept run…"
          options={runs.map(({ id, name }) => [id, name] as const)}
          disabled={loading !== null}
          onPick={(id) => void session.lookAtRun(id, at)}
        />
        <PickToLoad
          label="A backbone of the hub, beside"
          prompt="From the hub…"
          options={HUB}
          disabled={loading !== null}
          onPick={(repo) => void session.lookAtBackbone({ kind: 'hub', endpoint, repo, revision: 'main' }, at)}
        />
        <Term name="beside" />
      </div>
      {loading ? (
        <ProgressLine
          progress={loading === 'starting' ? null : loading}
          waiting="Opening"
          onCancel={() => session.stopLoadingBeside()}
        />
      ) : null}
      {problem ? <ProblemNote problem={problem} /> : null}
    </div>
  );
}
