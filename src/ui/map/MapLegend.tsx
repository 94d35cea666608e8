import styles from './Map.module.css';
import { addShape, markOf } from './marks';

/** A shape as the path of an SVG of 16 by 16. */
function pathOf(shape: number): string {
  const parts: string[] = [];
  addShape(
    {
      moveTo: (x, y) => void parts.push(`M${x.toFixed(2)} ${y.toFixed(2)}`),
      lineTo: (x, y) => void parts.push(`L${x.toFixed(2)} ${y.toFixed(2)}`),
      closePath: () => void parts.push('Z'),
      arc: (x, y, r) => void parts.push(`A${r} ${r} 0 1 1 ${x - r} ${y} A${r} ${r} 0 1 1 ${x + r} ${y}`),
    },
    shape,
    8,
    8,
    5.5,
  );
  return parts.join(' ');
}

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
              <path d={pathOf(shape)} fill={colour} stroke="currentColor" strokeWidth={0.75} />
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
