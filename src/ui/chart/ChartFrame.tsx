import { useRef, type ReactNode } from 'react';
import { Heading } from '../common/Heading';
import type { TermName } from '../glossary';
import styles from './Chart.module.css';
import { chartFiles, standalone, type Drawing } from './exportChart';
import { LEVEL_DASH } from './plot';
import { SaveLinks } from './SaveLinks';

/** One name of a chart's legend. */
export interface ChartKey {
  readonly title: string;
  /** A CSS colour; a custom property, so that it follows the theme. */
  readonly colour: string;
  /** Of `stroke-dasharray`; null for a whole line. */
  readonly dash: string | null;
}

interface ChartFrameProps {
  /** What is shown: the name of its files, too. */
  readonly title: string;
  readonly term?: TermName | undefined;
  readonly keys: readonly ChartKey[];
  /** The numbers behind it, of every point and not only of those that are drawn. */
  readonly csv: () => string;
  /** The numbers for those who read rather than see them. */
  readonly table: ReactNode;
  /** The drawing: its first `svg` is what is saved. */
  readonly children: ReactNode;
}

/** A drawing with its name, its legend, its exports and the table behind it. */
export function ChartFrame({ title, term, keys, csv, table, children }: ChartFrameProps) {
  const drawing = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLUListElement>(null);
  const drawn = (): Drawing => {
    const svg = drawing.current?.querySelector('svg');
    if (!svg) throw new Error('The chart is not drawn yet.');
    const swatches = legend.current?.querySelectorAll('[data-swatch]') ?? [];
    const named = keys.map(({ title: name, dash }, i) => {
      const swatch = swatches[i];
      return { title: name, dash, colour: swatch ? getComputedStyle(swatch).color : 'black' };
    });
    return standalone(svg, title, named);
  };
  const files = chartFiles(csv, drawn);
  return (
    <figure className={styles.chart} aria-label={title}>
      <figcaption className={styles.caption}>
        <Heading term={term}>{title}</Heading>
        <SaveLinks title={title} files={files} />
      </figcaption>
      <ul ref={legend} className={styles.keys} aria-label={`Lines of ${title}`}>
        {keys.map(({ title: name, colour, dash }, i) => (
          <li key={i}>
            <span
              className={styles.swatch}
              style={{ color: colour }}
              data-swatch
              data-level={dash === LEVEL_DASH ? '' : undefined}
            />{' '}
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
      <div ref={drawing}>{children}</div>
      {table}
    </figure>
  );
}
