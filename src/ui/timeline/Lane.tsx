import { memo } from 'react';
import type { Detection, Track } from '../../detection/types';
import { FileName } from '../common/FileName';
import { curvePoints } from './curve';
import styles from './Timeline.module.css';
import { shareOf, type Viewport } from './viewport';

/** Columns that a curve is drawn in at the most. */
const COLUMNS = 800;

interface LaneProps {
  readonly track: Track;
  readonly classIndex: number;
  readonly threshold: number | null;
  readonly detections: readonly Detection[];
  readonly view: Viewport;
}

/** One class: its score over time, its threshold, and where it was detected. */
export const Lane = memo(function Lane({ track, classIndex, threshold, detections, view }: LaneProps) {
  const points = curvePoints(track, classIndex, view, COLUMNS);
  const line = points.map(([x, y]) => `${(1000 * x).toFixed(1)},${(100 * y).toFixed(2)}`).join(' ');
  const [first, last] = [points[0], points.at(-1)];
  const area = first && last ? `${1000 * first[0]},100 ${line} ${1000 * last[0]},100` : '';
  return (
    <div className={styles.lane}>
      {detections.map(({ start, end }) => {
        const left = Math.max(0, shareOf(view, start));
        const right = Math.min(1, shareOf(view, end));
        return right <= left ? null : (
          <span
            key={start}
            className={styles.found}
            style={{ insetInlineStart: `${100 * left}%`, inlineSize: `${100 * (right - left)}%` }}
          />
        );
      })}
      <svg viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden>
        <polygon points={area} />
        <polyline points={line} />
        {threshold === null ? null : <line x1={0} x2={1000} y1={100 - 100 * threshold} y2={100 - 100 * threshold} />}
      </svg>
      <span className={styles.laneLabel}>
        <FileName name={track.labels[classIndex] ?? ''} />
      </span>
    </div>
  );
});
