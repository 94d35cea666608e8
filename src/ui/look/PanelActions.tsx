import { FileUp, Plus } from 'lucide-react';
import { useState } from 'react';
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
import { useKnown } from './SourcePicker';
import { nextSource } from './sources';

/** More panels, and what else may stand in them: adapters from files, another backbone. */
export function PanelActions() {
  const session = useSession();
  const panels = useApp((state) => state.look.panels);
  const loading = useApp((state) => state.look.loading);
  const endpoint = useApp((state) => state.hubEndpoint);
  const known = useKnown();
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
        <label className={styles.inline}>
          <span className={controls.hidden}>A backbone of the hub, beside</span>
          <select
            value=""
            disabled={loading !== null}
            onChange={(event) =>
              void session.lookAtBackbone({ kind: 'hub', endpoint, repo: event.target.value, revision: 'main' }, at)
            }
          >
            <option value="">From the hub…</option>
            {HUB_MODELS.map(({ repo, title, approximateBytes }) => (
              <option key={repo} value={repo}>
                {title}, {bytes(approximateBytes)}
              </option>
            ))}
          </select>
        </label>
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
