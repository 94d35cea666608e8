import { ProblemNote } from '../common/ProblemNote';
import { useApp } from '../sessionContext';
import { RecordingProgress } from './RecordingProgress';
import { RecordingSource } from './RecordingSource';
import { Timeline } from './Timeline';
import styles from './Timeline.module.css';

/** A long recording through the trained model. */
export function RecordingPanel({ canPredict }: { readonly canPredict: boolean }) {
  const { recording, rows, problem, warnings } = useApp((state) => state.timeline);
  return (
    <div className={styles.panel}>
      <RecordingSource canPredict={canPredict} />
      <RecordingProgress />
      {problem ? (
        <ProblemNote problem={problem}>{rows.length > 0 ? 'What was heard before is below.' : null}</ProblemNote>
      ) : null}
      {warnings.map((warning) => (
        <ProblemNote key={`${warning.code} ${warning.cause}`} problem={warning} />
      ))}
      {recording && rows.length > 0 ? <Timeline key={recording.name} recording={recording} /> : null}
    </div>
  );
}
