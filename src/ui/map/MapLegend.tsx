import styles from './Map.module.css';
import { markOf, shapePath } from './marks';

/** What colours, shapes and rings mean. */
export function MapLegend({ classes }: { readonly classes: readonly string[] }) {
  return (
    // The list scrolls, so a keyboard must be able to reach it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <ul className={styles.legend} aria-label="Classes on the map" tabIndex={0}>
      {classes.map((name, label) => {
        const { colour, shape } = markOf(label);
        return (
          <li key={name}>
            <svg width={16} height={16} aria-hidden>
              <path d={shapePath(shape, 8, 8, 5.5)} fill={colour} stroke="currentColor" strokeWidth={0.75} />
            </svg>
            <bdi>{name}</bdi>
          </li>
        );
      })}
      <li>
        <span className={styles.ring} aria-hidden /> suspicious label
      </li>
    </ul>
  );
}
