import { Term } from '../common/Term';
import { count, parameters, plural, seconds, significant, trainedOf } from '../format';
import { useApp } from '../sessionContext';
import styles from './Adapter.module.css';
import { overlapCost, runSize, secondsOf } from './modelSize';

/** How much is trained, counted live from the configuration, the backbone and the classes. */
export function ParameterCount() {
  const config = useApp((state) => state.config);
  const backbone = useApp((state) => state.backbone.summary?.config ?? null);
  const classes = useApp((state) => state.data.dataset?.classes.length ?? 0);
  if (!backbone) return <p className={styles.count}>The count of trainable parameters appears with a backbone.</p>;
  const size = runSize(config, backbone, classes);
  const cost = overlapCost(config, backbone);
  return (
    <div className={styles.count} aria-live="polite">
      <p>
        <strong className={styles.figure} data-testid="trained">
          {trainedOf(size.trainable, size.whole)}
        </strong>{' '}
        trainable <Term name="trainable" />
      </p>
      <p>
        {count(size.trainable)} of {parameters(size.whole)}: the backbone
        {classes > 0 ? ` with a head for ${plural(classes, 'class', 'classes')}` : ', without a head yet (no classes)'}
      </p>
      <p>
        {size.grid[0]} × {size.grid[1]} patches of {seconds(secondsOf(config, config.frames))}: {count(size.tokens)}{' '}
        tokens a clip
      </p>
      {cost > 1 ? (
        <p className={styles.warning}>
          Patch overlap: a step takes about {significant(cost, 2)} times as long as without, and more memory.
        </p>
      ) : null}
    </div>
  );
}
