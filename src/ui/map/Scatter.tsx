import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { drawMap, type MapPicture } from './drawMap';
import styles from './Map.module.css';
import {
  boxOf,
  clipAt,
  clipsWithin,
  clipTowards,
  DIRECTIONS,
  fitted,
  zoomed,
  type Point,
  type Viewport,
} from './viewport';

/** What dragging over the map does. */
export type MapTool = 'move' | 'lasso' | 'box';

interface ScatterProps extends Omit<MapPicture, 'active' | 'line'> {
  readonly label: string;
  readonly tool: MapTool;
  /** The clip that the pointer or the keyboard is at; -1 for none. */
  readonly active: number;
  readonly onActive: (clip: number) => void;
  /** A clip was clicked, or Enter pressed on it. */
  readonly onOpen: (clip: number) => void;
  /** Clips were drawn around, or Space pressed on one; with `add`, those chosen before stay. */
  readonly onChoose: (clips: readonly number[], add: boolean) => void;
}

/** Pixels within which a clip counts as pointed at, and beyond which a press becomes a drag. */
const REACH = 12;
const DRAG = 4;

/** The canvas of the map: wheel or + and - zoom, dragging moves it or draws around clips, arrow keys go from clip to clip. */
export function Scatter({ label, tool, active, onActive, onOpen, onChoose, ...picture }: ScatterProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Point>({ x: 0, y: 0 });
  const [moved, setMoved] = useState<Viewport | null>(null);
  const [line, setLine] = useState<readonly Point[]>([]);
  const press = useRef<{ readonly from: Point; last: Point; isDrag: boolean } | null>(null);
  const { places, marks, ringed, chosen } = picture;
  const fit = useMemo(() => fitted(places, size.x, size.y), [places, size]);
  const view = moved ?? fit;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setSize({ x: element.clientWidth, y: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || size.x === 0) return;
    const frame = requestAnimationFrame(() => {
      const ratio = devicePixelRatio;
      element.width = Math.round(size.x * ratio);
      element.height = Math.round(size.y * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      const style = getComputedStyle(element);
      const inks = { ink: style.color, ground: style.backgroundColor, ring: style.accentColor };
      drawMap(context, size, view, { places, marks, ringed, chosen, active, line }, inks);
    });
    return () => cancelAnimationFrame(frame);
  }, [size, view, places, marks, ringed, chosen, active, line]);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    // React's own wheel listener is passive: the page would scroll.
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const at = { x: event.offsetX, y: event.offsetY };
      setMoved((last) => zoomed(last ?? fit, Math.exp(-event.deltaY / 400), at, fit.scale));
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [fit]);

  const pointOf = (event: PointerEvent): Point => ({ x: event.nativeEvent.offsetX, y: event.nativeEvent.offsetY });
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    press.current = { from: pointOf(event), last: pointOf(event), isDrag: false };
  };
  const move = (event: PointerEvent) => {
    const at = pointOf(event);
    const held = press.current;
    if (!held) return onActive(clipAt(places, view, at, REACH));
    held.isDrag ||= Math.hypot(at.x - held.from.x, at.y - held.from.y) > DRAG;
    if (!held.isDrag) return;
    if (tool === 'lasso') setLine((last) => [...(last.length > 0 ? last : [held.from]), at]);
    else if (tool === 'box') setLine(boxOf(held.from, at));
    else setMoved({ ...view, x: view.x + at.x - held.last.x, y: view.y + at.y - held.last.y });
    held.last = at;
  };
  const up = (event: PointerEvent) => {
    const held = press.current;
    press.current = null;
    if (!held) return;
    if (held.isDrag) {
      if (tool !== 'move') onChoose(shown(clipsWithin(places, view, line)), event.shiftKey);
      return setLine([]);
    }
    const clip = clipAt(places, view, pointOf(event), REACH);
    if (clip >= 0 && marks[clip]) onOpen(clip);
    else onChoose([], false);
  };
  const shown = (clips: readonly number[]) => clips.filter((clip) => marks[clip] !== null);

  const key = (event: KeyboardEvent) => {
    const direction = DIRECTIONS[event.key];
    const middle = { x: size.x / 2, y: size.y / 2 };
    if (direction)
      onActive(active < 0 ? marks.findIndex((mark) => mark !== null) : clipTowards(places, active, direction));
    else if (event.key === 'Enter' && active >= 0) onOpen(active);
    else if (event.key === ' ' && active >= 0) onChoose([active], true);
    else if (event.key === '+' || event.key === '=') setMoved(zoomed(view, 1.3, middle, fit.scale));
    else if (event.key === '-') setMoved(zoomed(view, 1 / 1.3, middle, fit.scale));
    else if (event.key === '0') setMoved(null);
    else if (event.key === 'Escape') onChoose([], false);
    else return;
    event.preventDefault();
  };

  return (
    // A picture that is walked with the arrow keys: where one is is said in the line below.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={box}
      className={styles.scatter}
      data-tool={tool}
      role="application"
      aria-label={label}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={key}
      data-testid="clip-map"
    >
      <canvas
        ref={canvas}
        aria-hidden
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerLeave={() => press.current ?? onActive(-1)}
      />
    </div>
  );
}
