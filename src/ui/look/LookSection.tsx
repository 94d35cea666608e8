import { ProblemNote } from '../common/ProblemNote';
import { Section } from '../common/Section';
import { Term } from '../common/Term';
import controls from '../common/controls.module.css';
import { useApp, useSession } from '../sessionContext';
import { ClipPicker } from './ClipPicker';
import styles from './Look.module.css';
import { LookStage } from './LookStage';

/** Step 4: one clip's spectrogram, and what the model attends to in it, before training and after. */
export function LookSection() {
  const session = useSession();
  const look = useApp((state) => state.look);
  const first = useApp((state) => state.data.split?.validation[0] ?? state.data.split?.train[0] ?? null);
  const isReady = useApp((state) => state.data.status === 'ready' && state.backbone.summary !== null);
  return (
    <Section
      id="look"
      step={4}
      title="Look inside"
      lead={
        <>
          What the model attends to, before training and after. <Term name="attention" />
        </>
      }
    >
      <ClipPicker />
      {look.problem ? <ProblemNote problem={look.problem} /> : null}
      {look.spectrogram ? (
        <LookStage spectrogram={look.spectrogram} />
      ) : (
        <div className={styles.empty}>
          <p>
            {isReady
              ? 'Choose a clip to see its spectrogram and its attention maps.'
              : 'With sounds and a backbone in place, any clip can be looked into, also before training.'}
          </p>
          {first !== null && isReady ? (
            <button type="button" className={controls.button} onClick={() => void session.look({ clip: first })}>
              Show me one
            </button>
          ) : null}
        </div>
      )}
      <p className={styles.busy} role="status">
        {look.busy ? 'Reading the attention' : ''}
      </p>
    </Section>
  );
}
