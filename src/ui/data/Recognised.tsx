import { Check } from 'lucide-react';
import type { Dataset } from '../../dataset/types';
import { FileName } from '../common/FileName';
import { plural } from '../format';
import styles from './Recognised.module.css';

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
      </div>
    </div>
  );
}
