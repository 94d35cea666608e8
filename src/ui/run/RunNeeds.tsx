import { Square, Timer, TriangleAlert } from 'lucide-react';
import controls from '../common/controls.module.css';
import { Term } from '../common/Term';
import { useSession } from '../sessionContext';
import { MemoryFields } from './MemoryFields';
import { epochText, memoryText, remedyTitle, savingText, type Needs } from './needs';
import styles from './RunNeeds.module.css';
import { useNeeds } from './useNeeds';

/** What the next run needs of memory and time, small where all is well, and what to change where it will not fit. */
export function RunNeeds() {
  const { needs, isMeasuring, decline } = useNeeds();
  if (!needs) return null;
  const { fits } = needs.plan;
  return (
    <div className={fits ? styles.needs : styles.tooMuch} data-testid="run-needs" data-fits={fits}>
      <div className={styles.words}>
        <p aria-live="polite">
          {fits ? null : <TriangleAlert className={styles.icon} size={16} aria-hidden />}
          {memoryText(needs)} {needs.isSaid ? <Term name="graphicsMemory" /> : null}
        </p>
        <TimeLine needs={needs} isMeasuring={isMeasuring} onStop={decline} />
      </div>
      {fits ? null : <Remedies needs={needs} />}
      <details className={styles.more}>
        <summary>Memory and time</summary>
        <MemoryFields plan={needs.plan} isSaid={needs.isSaid} />
      </details>
    </div>
  );
}

interface TimeLineProps {
  readonly needs: Needs;
  readonly isMeasuring: boolean;
  readonly onStop: () => void;
}

function TimeLine({ needs, isMeasuring, onStop }: TimeLineProps) {
  const session = useSession();
  if (isMeasuring) {
    return (
      <p>
        Measuring a step{' '}
        <button type="button" className={controls.chip} onClick={onStop} data-testid="stop-measuring">
          <Square size={12} aria-hidden /> Stop
        </button>
      </p>
    );
  }
  if (needs.epoch && needs.times) return <p data-testid="epoch-time">{epochText(needs.epoch, needs.times.measured)}</p>;
  if (!needs.canMeasure) return null;
  return (
    <button type="button" className={controls.chip} onClick={() => void session.measureRun()} data-testid="measure">
      <Timer size={14} aria-hidden /> Measure a step
    </button>
  );
}

/** Each change alone, with what it saves. */
function Remedies({ needs: { remedies } }: { readonly needs: Needs }) {
  const session = useSession();
  if (remedies.length === 0) {
    return <p>Nothing that can be set makes it smaller: choose a smaller backbone, or another backend at the top.</p>;
  }
  return (
    <ul className={styles.remedies} aria-label="What makes it smaller">
      {remedies.map((remedy) => (
        <li key={remedy.name}>
          <button type="button" className={controls.chip} onClick={() => session.configure(remedy.patch)}>
            {remedyTitle(remedy)}
          </button>{' '}
          {savingText(remedy)}
        </li>
      ))}
    </ul>
  );
}
