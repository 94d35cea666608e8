import { useRef, type ReactNode } from 'react';
import { Heading } from '../common/Heading';
import type { TermName } from '../glossary';
import styles from './Chart.module.css';
import { pngBlob, standalone, svgBlob, type Drawing } from './exportChart';
import { LEVEL_DASH } from './plot';
import { Plot, type PlotProps } from './Plot';
import { SaveLinks } from './SaveLinks';

interface ChartProps extends PlotProps {
  readonly term?: TermName | undefined;
  /** The numbers behind it, of every point and not only of those that are drawn. */
  readonly csv: () => string;
  /** The numbers for those who read rather than see them. */
  readonly table: ReactNode;
}

/** A plot with its name, its legend, its exports and the table behind it. */
export function Chart({ term, csv, table, ...plot }: ChartProps) {
  const figure = useRef<HTMLElement>(null);
  const { title, series, levels } = plot;
  const named = series.filter(({ look }) => look !== 'faint');
  const drawn = (): Drawing => {
    const drawing = figure.current?.querySelector<SVGSVGElement>('svg.recharts-surface');
    if (!drawing) throw new Error('The chart is not drawn yet.');
    const lines = [...drawing.querySelectorAll<SVGElement>('[data-series-id]')];
    const ofSeries = named.map(({ id, title: name, dash }) => {
      const line = lines.find(({ dataset }) => dataset.seriesId === id);
      return { title: name, dash, colour: line ? getComputedStyle(line).stroke : 'black' };
    });
    const ofLevels = levels.map(({ title: name }, i) => {
      const swatch = figure.current?.querySelectorAll('[data-level]')[i];
      return { title: name, dash: LEVEL_DASH, colour: swatch ? getComputedStyle(swatch).color : 'black' };
    });
    return standalone(drawing, title, [...ofSeries, ...ofLevels]);
  };
  const files = {
    csv: async () => new Blob([csv()], { type: 'text/csv' }),
    svg: async () => svgBlob(drawn()),
    png: async () => pngBlob(drawn()),
  };
  return (
    <figure ref={figure} className={styles.chart} aria-label={title}>
      <figcaption className={styles.caption}>
        <Heading term={term}>{title}</Heading>
        <SaveLinks title={title} files={files} />
      </figcaption>
      <ul className={styles.keys} aria-label={`Lines of ${title}`}>
        {named.map(({ id, title: name, colour }) => (
          <li key={id}>
            <span className={styles.swatch} style={{ color: colour }} /> <bdi>{name}</bdi>
          </li>
        ))}
        {levels.map(({ title: name, colour }) => (
          <li key={name}>
            <span className={styles.swatch} style={{ color: colour }} data-level /> <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
      <Plot {...plot} />
      {table}
    </figure>
  );
}
