import { routeHash } from '../views/route';
import styles from './TryIt.module.css';

/** Says what is missing, with the ways to it. */
export function UntrainedNote() {
  return (
    <p className={styles.untrained}>
      Nothing is trained yet. <a href={routeHash('run')}>Train first</a>, or import an adapter below.
    </p>
  );
}
