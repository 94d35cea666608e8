import type { NormOrder } from '../../weights/types';
import { count } from '../format';
import styles from './Diagram.module.css';
import type { HalfMarks } from './diagramMarks';
import { LockMark } from './LockMark';

/** Heights in the drawing: the residual stream, and the middle of the block and of what is above it. */
const STREAM = 168;
const BLOCK = 108;
export const ABOVE = 54;
/** The middle of a block that something comes after, and of what comes after it. */
const RAISED = 60;
const AFTER = 120;
/** Width of the block and of what is beside it, and of what comes after it. */
export const BOX = 108;
const AFTER_BOX = 66;
/** Height of what is placed at a block; a third line needs more. */
const PLACED = 40;
export const TALL = 52;
/** How far the biases' strip and the projections' row reach below and above the block's name. */
const STRIP = 13;

interface DiagramHalfProps {
  /** Where the half begins. */
  readonly x: number;
  readonly title: string;
  readonly marks: HalfMarks;
  /** Trained parameters of the box in one layer; null where it does not say. */
  readonly size: number | null;
  readonly normOrder: NormOrder;
}

/**
 * A block of the backbone, what a method places at it, the sum of all into the residual stream, and LayerNorm where it
 * stands: before the block, or behind the sum.
 */
export function DiagramHalf({ x, title, marks, size, normOrder }: DiagramHalfProps) {
  const { box: extra, projections, biases, isTrained } = marks;
  const left = x + 24;
  const sum = x + 152;
  const norm =
    normOrder === 'pre' ? { x: x - 11, y: STREAM - 38, width: 22 } : { x: sum + 9, y: STREAM - 8, width: 15 };
  const middle = extra?.where === 'after' ? RAISED : BLOCK;
  const isTall = biases || projections.length > 0;
  const top = middle - 19 - (isTall ? STRIP : 0);
  const height = 38 + (isTall ? STRIP : 0);
  const name = isTall ? middle - 9 : middle;
  return (
    <g>
      <path d={`M${x} ${STREAM} V${middle} H${left}`} className={styles.wire} markerEnd="url(#arrow)" />
      <path d={`M${left + BOX} ${middle} H${sum} V${STREAM - 9}`} className={styles.wire} markerEnd="url(#arrow)" />
      <rect {...norm} height={16} rx={4} className={biases ? styles.biased : styles.norm} />
      <text x={norm.x + norm.width / 2} y={norm.y + 11.5} className={styles.small}>
        LN
      </text>
      <rect
        x={left}
        y={top}
        width={BOX}
        height={height}
        rx={7}
        className={isTrained ? styles.trained : styles.frozen}
      />
      <text x={left + BOX / 2 - (isTrained ? 0 : 6)} y={name + 4.5} className={styles.label}>
        {title}
      </text>
      {isTrained ? null : <LockMark x={left + BOX - 18} y={name - 6} />}
      {biases ? <Strip x={left + 6} y={middle + 2} width={BOX - 12} text="biases" isTrained /> : null}
      {projections.map(({ name: projection, isTrained: isChanged }, i) => {
        const width = (BOX - 9) / projections.length;
        return (
          <Strip
            key={projection}
            x={left + 6 + i * width}
            y={middle + 2}
            width={width - 3}
            text={projection}
            isTrained={isChanged}
          />
        );
      })}
      {extra ? <Extra x={x} left={left} sum={sum} size={size} {...extra} /> : null}
      <circle cx={sum} cy={STREAM} r={8} className={styles.sum} />
      <path d={`M${sum - 4} ${STREAM} h8 M${sum} ${STREAM - 4} v8`} className={styles.plus} />
    </g>
  );
}

interface StripProps {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly text: string;
  readonly isTrained: boolean;
}

/** A part of a block with its name. */
function Strip({ x, y, width, text, isTrained }: StripProps) {
  return (
    <>
      <rect x={x} y={y} width={width} height={13} rx={3} className={isTrained ? styles.change : styles.part} />
      <text x={x + width / 2} y={y + 9.5} className={styles.small}>
        {text}
      </text>
    </>
  );
}

type ExtraProps = NonNullable<HalfMarks['box']> &
  Pick<DiagramHalfProps, 'x' | 'size'> & { readonly left: number; readonly sum: number };

/** What a method places at a block: beside it, on the way out of it, or where its keys and values come from. */
function Extra({ x, left, sum, size, where, title, detail, tone }: ExtraProps) {
  const isAfter = where === 'after';
  const width = isAfter ? AFTER_BOX : BOX;
  const [centre, middle] = isAfter ? [sum, AFTER] : [left + BOX / 2, ABOVE];
  const height = size === null ? PLACED : TALL;
  const first = middle - (size === null ? 3 : 9);
  return (
    <g data-tone={tone}>
      {where === 'beside' ? (
        <>
          <path d={`M${x} ${BLOCK} V${ABOVE} H${left}`} className={styles.aside} markerEnd="url(#arrow)" />
          <path d={`M${left + BOX} ${ABOVE} H${sum} V${BLOCK}`} className={styles.aside} />
        </>
      ) : null}
      {where === 'keys' ? (
        <path d={`M${centre} ${ABOVE} V${BLOCK - 19}`} className={styles.aside} markerEnd="url(#arrow)" />
      ) : null}
      <rect
        x={centre - width / 2}
        y={middle - height / 2}
        width={width}
        height={height}
        rx={7}
        className={styles.adapter}
      />
      <text x={centre} y={first} className={styles.label}>
        {title}
      </text>
      <text x={centre} y={first + 14} className={styles.small}>
        {detail}
      </text>
      {size === null ? null : (
        <text x={centre} y={first + 27} className={styles.small}>
          {count(size)} weights
        </text>
      )}
    </g>
  );
}
