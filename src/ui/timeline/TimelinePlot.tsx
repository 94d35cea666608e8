import { useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { Detection, Track } from '../../detection/types';
import { Lane } from './Lane';
import { clock } from './clock';
import { lanesOf } from './curve';
import { SpectrogramStrip } from './SpectrogramStrip';
import { TimeAxis } from './TimeAxis';
import styles from './Timeline.module.css';
import { shareOf, timeAt, type Viewport } from './viewport';

/** Classes that are drawn. */
const LANES = 6;
/** Further than this a press is a drag. Pixels. */
const DRAG = 5;

interface TimelinePlotProps {
  readonly track: Track;
  readonly detections: readonly Detection[];
  readonly thresholds: readonly (number | null)[];
  readonly view: Viewport;
  readonly seconds: number;
  readonly cursor: number;
  readonly hop: number;
  readonly onCursor: (time: number) => void;
  readonly onPick: (time: number) => void;
  readonly onPan: (share: number) => void;
  readonly onZoom: (factor: number, at: number) => void;
  readonly onToggle: () => void;
}

/** Where each key moves the cursor, in hops or to an end; null for keys of other things. */
function moved(key: string, { cursor, hop, seconds, view }: TimelinePlotProps): number | null {
  const page = (view.to - view.from) / 2;
  const to: Readonly<Record<string, number>> = {
    ArrowLeft: cursor - hop,
    ArrowRight: cursor + hop,
    PageUp: cursor - page,
    PageDown: cursor + page,
    Home: 0,
    End: seconds,
  };
  const time = to[key];
  return time === undefined ? null : Math.min(seconds, Math.max(0, time));
}

/** Spectrogram and score curves over time, with one cursor. A click plays what is there, a drag moves, + and - zoom. */
export function TimelinePlot(props: TimelinePlotProps) {
  const { track, detections, thresholds, view, seconds, cursor } = props;
  const plot = useRef<HTMLDivElement>(null);
  const press = useRef<{ readonly x: number; last: number; isDrag: boolean } | null>(null);
  const lanes = useMemo(() => lanesOf(track, detections, LANES), [track, detections]);
  const share = shareOf(view, cursor);

  const shareAt = (clientX: number) => {
    const box = plot.current?.getBoundingClientRect();
    return box && box.width > 0 ? (clientX - box.left) / box.width : 0;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const time = moved(event.key, props);
    const factor = { '+': 0.5, '=': 0.5, '-': 2 }[event.key];
    if (time !== null) props.onCursor(time);
    else if (factor !== undefined) props.onZoom(factor, cursor);
    else if (event.key === ' ' || event.key === 'Enter') props.onToggle();
    else return;
    event.preventDefault();
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    press.current = { x: event.clientX, last: event.clientX, isDrag: false };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const now = press.current;
    if (!now) return;
    if (!now.isDrag && Math.abs(event.clientX - now.x) > DRAG) {
      now.isDrag = true;
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    if (now.isDrag) props.onPan(shareAt(now.last) - shareAt(event.clientX));
    if (now.isDrag) now.last = event.clientX;
  };
  const onPointerUp = (event: PointerEvent) => {
    if (press.current && !press.current.isDrag) props.onPick(timeAt(view, shareAt(event.clientX)));
    press.current = null;
  };
  return (
    <div className={styles.plotBox}>
      <div
        ref={plot}
        className={styles.plot}
        role="slider"
        tabIndex={0}
        aria-label="Cursor in the recording. Arrow keys move it, plus and minus zoom, space plays."
        aria-valuemin={0}
        aria-valuemax={seconds}
        aria-valuenow={cursor}
        aria-valuetext={clock(cursor, 0.01)}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => (press.current = null)}
        data-testid="timeline"
      >
        <SpectrogramStrip view={view} />
        {lanes.map((c) => (
          <Lane
            key={c}
            track={track}
            classIndex={c}
            threshold={thresholds[c] ?? null}
            detections={detections.filter(({ classIndex }) => classIndex === c)}
            view={view}
          />
        ))}
        {share >= 0 && share <= 1 ? (
          <span className={styles.cursor} style={{ insetInlineStart: `${100 * share}%` }} />
        ) : null}
      </div>
      <TimeAxis view={view} />
    </div>
  );
}
