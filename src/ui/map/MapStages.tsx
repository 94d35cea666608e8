import controls from '../common/controls.module.css';
import { ProblemNote } from '../common/ProblemNote';
import { ProgressLine } from '../common/ProgressLine';
import { RadioRow } from '../common/RadioRow';
import type { MapStage } from '../../embedding/mapState';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';
import styles from './Map.module.css';

interface MapStagesProps {
  readonly stage: MapStage;
  readonly onStage: (stage: MapStage) => void;
  /** Clips of the split that the map lacks, since they were added or held back. */
  readonly missing: number;
}

/** Whose vectors the map is of, and the making of it: begun by hand, with progress, to be stopped. */
export function MapStages({ stage, onStage, missing }: MapStagesProps) {
  const session = useSession();
  const { status, progress, maps, problem } = useApp((state) => state.map);
  const isTrained = useApp((state) => state.adapter.origin !== null);
  const isReady = useApp((state) => state.data.status === 'ready' && state.backbone.summary !== null);
  const isLocked = isRunActive(useApp((state) => state.run.status));
  const map = maps[stage];
  return (
    <>
      <div className={styles.choices}>
        <RadioRow
          legend="Vectors of"
          term="embedding"
          value={stage}
          options={[
            { value: 'before', label: 'the frozen backbone' },
            { value: 'after', label: 'the trained model' },
          ]}
          onChange={onStage}
          disabled={!isTrained && stage === 'before'}
        />
        {status === 'idle' ? (
          <button
            type="button"
            className={map ? controls.button : controls.primary}
            disabled={!isReady || isLocked || (stage === 'after' && !isTrained)}
            onClick={() => void session.mapClips(stage)}
            data-testid="make-map"
          >
            {map ? 'Map the clips again' : 'Map the clips'}
          </button>
        ) : null}
      </div>
      {status === 'idle' ? null : (
        <ProgressLine progress={progress} waiting="Embedding the clips" onCancel={() => session.stopMapping()} />
      )}
      {problem ? <ProblemNote problem={problem} /> : null}
      {map && missing > 0 && status === 'idle' ? (
        <p className={controls.quiet}>{missing} clips are not on this map: they came after it. Map the clips again.</p>
      ) : null}
      {isLocked ? (
        <p className={controls.quiet}>The engine trains: a new map can be made when the run has ended.</p>
      ) : null}
    </>
  );
}
