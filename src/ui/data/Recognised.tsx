import { Check } from 'lucide-react';
import type { Dataset } from '../../dataset/types';
import { FileName } from '../common/FileName';
import { plural } from '../format';
import styles from './Recognised.module.css';

/** What is different where a clip may be of several classes. */
function severalLabels({ clips }: Dataset): string {
  const several = clips.filter(({ labels }) => labels.length > 1).length;
  const none = clips.filter(({ labels }) => labels.length === 0).length;
  const counts = `${plural(several, 'clip has', 'clips have')} several labels, ${plural(none, 'has', 'have')} none.`;
  return `Multi-label: ${counts} The loss for it is binary cross entropy.`;
}

/** What the dropped files were taken for, and why. */
export function Recognised({ dataset }: { readonly dataset: Dataset }) {
  return (
    <div className={styles.card}>
      <Check className={styles.mark} size={18} aria-hidden />
      <div>
        <p className={styles.name}>
          <FileName name={dataset.name} />
        </p>
        <p>{dataset.recognised}</p>
        <p className={styles.numbers}>
          {plural(dataset.clips.length, 'clip')} in {plural(dataset.classes.length, 'class', 'classes')}
        </p>
        {dataset.multiLabel ? <p className={styles.numbers}>{severalLabels(dataset)}</p> : null}
      </div>
    </div>
  );
}
