import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import styles from './Look.module.css';

/** A point of a picture: shares of its width from the left, of its height from the bottom. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

interface PictureTargetProps {
  /** What it chooses, what is chosen, and how: `Key time, 3.2 to 3.36 s. Arrow keys move it.` */
  readonly label: string;
  /** Pressed, and while it is dragged where `drags`. */
  readonly onPick: (at: Point) => void;
  readonly onHover: (at: Point | null) => void;
  /** Steps along frequency and time; with `widen`, Shift was held. */
  readonly onMove: (df: number, dw: number, widen: boolean) => void;
  readonly drags: boolean;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [1, 0],
  ArrowDown: [-1, 0],
};

/** A control over a picture: a point of it is chosen by pointer, or moved by the arrow keys. */
export function PictureTarget({ label, onPick, onHover, onMove, drags }: PictureTargetProps) {
  const pressed = useRef(false);
  const pointOf = (event: PointerEvent): Point => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const within = (share: number) => Math.min(1, Math.max(0, share));
    return { x: within((event.clientX - left) / width), y: within(1 - (event.clientY - top) / height) };
  };
  const press = (event: PointerEvent) => {
    if (event.button !== 0) return;
    pressed.current = true;
    event.currentTarget.setPointerCapture(event.pointerId);
    onPick(pointOf(event));
  };
  const move = (event: PointerEvent) => {
    const at = pointOf(event);
    onHover(at);
    if (pressed.current && drags) onPick(at);
  };
  const leave = () => {
    pressed.current = false;
    onHover(null);
  };
  const key = (event: KeyboardEvent) => {
    const step = ARROWS[event.key];
    if (!step) return;
    event.preventDefault();
    onMove(step[0], step[1], event.shiftKey);
  };
  return (
    <button
      type="button"
      className={styles.target}
      aria-label={label}
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={() => (pressed.current = false)}
      onPointerLeave={leave}
      onPointerCancel={leave}
      onKeyDown={key}
      data-drags={drags ? '' : undefined}
    />
  );
}
