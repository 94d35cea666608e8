import { BackboneStep } from '../backbone/BackboneStep';
import styles from './ModelView.module.css';
import { AdapterStep } from './AdapterStep';

/** Step 2: what is frozen, and what is trained beside it, and how. */
export function ModelView() {
  return (
    <div className={styles.view}>
      <BackboneStep />
      <AdapterStep />
    </div>
  );
}
