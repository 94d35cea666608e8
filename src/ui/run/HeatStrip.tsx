import { useMemo, type PointerEvent } from 'react';
import { layerCurves, layerHeat, rowTitle, type NormName } from '../../runs/layerHeat';
import { curvesCsv, type XAxis } from '../../runs/curves';
import type { StepPoint } from '../../training/train';
import chart from '../chart/Chart.module.css';
import { AXES } from '../chart/chartView';
import { useCursor, useCursorSlider, useCursorPlace } from '../chart/cursor';
import { chartFiles } from '../chart/exportChart';
import { SaveLinks } from '../chart/SaveLinks';
import { Heading } from '../common/Heading';
import { significant } from '../format';
import type { TermName } from '../glossary';
import { PixelCanvas } from '../look/PixelCanvas';
import { heatDrawing } from './heatDrawing';
import { heatPicture } from './heatPicture';
import styles from './LayerNorms.module.css';
import { NormTable } from './NormTable';

/** More columns are not to be told apart. */
const MOST_COLUMNS = 300;

interface HeatStripProps {
  readonly title: string;
  readonly term: TermName;
  readonly steps: readonly StepPoint[];
  readonly name: NormName;
  readonly axis: XAxis;
}

/** Norms of all layers in the course of the run, as a strip of heat that shares the charts' cursor. */
export function HeatStrip({ title, term, steps, name, axis }: HeatStripProps) {
  const cursor = useCursor();
  const at = useCursorPlace();
  const heat = useMemo(() => layerHeat(steps, name, axis, MOST_COLUMNS), [steps, name, axis]);
  const picture = useMemo(() => heatPicture(heat), [heat]);
  const { rows, columns, values, range, end } = heat;
  const files = chartFiles(
    () => curvesCsv(layerCurves(steps, name)),
    () => heatDrawing(heat, title, AXES[axis].place(end)),
  );
  const follow = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    cursor.set(Math.min(1, Math.max(0, (event.clientX - left) / width)) * end);
  };
  const column = at === null ? columns - 1 : Math.min(columns - 1, Math.floor((Math.min(at, end) / end) * columns));
  const norms = Array.from({ length: rows }, (_, row) => values[row * columns + column] ?? Number.NaN);
  const largest = norms.indexOf(Math.max(...norms.filter(Number.isFinite)));
  const named = (row: number) => `${rowTitle(row, rows - 1)}: ${significant(norms[row] ?? Number.NaN, 3)}`;
  const read = (place: number) => `${AXES[axis].place(place)}: ${norms.map((_, row) => named(row)).join(', ')}`;
  const slider = useCursorSlider({ title, end, points: columns, read });
  return (
    <figure className={styles.strip} aria-label={title}>
      <figcaption className={chart.caption}>
        <Heading term={term}>{title}</Heading>
        <SaveLinks title={title} files={files} />
      </figcaption>
      <div className={styles.field}>
        <span className={styles.rows} aria-hidden>
          <span>Head</span>
          <span>1</span>
        </span>
        <div {...slider} className={styles.picture} onPointerMove={follow}>
          <PixelCanvas picture={picture} sharp />
          {at === null ? null : (
            <span className={styles.needle} style={{ insetInlineStart: `${(100 * Math.min(at, end)) / end}%` }} />
          )}
        </div>
      </div>
      <p className={styles.said}>
        {AXES[axis].place(at ?? end)}, largest of {largest >= 0 ? named(largest) : '–'}. Dark {significant(range[0], 2)}
        , bright {significant(range[1], 2)}.
      </p>
      <NormTable title={title} steps={steps} name={name} />
    </figure>
  );
}
