import { KERNELS, type KernelName } from '../../model/adapters';
import styles from './Diagram.module.css';

const SIDE = 7;
const CELL = 11;
const MIDDLE = (SIDE - 1) / 2;

/** How a cell is reached: the token itself, by the first convolution, by the second on top of it, or not at all. */
function reach(kernel: KernelName, row: number, column: number): 'self' | 'one' | 'two' | 'none' {
  const [frequency, time] = KERNELS[kernel].extent;
  const up = Math.abs(row - MIDDLE);
  const along = Math.abs(column - MIDDLE);
  if (up === 0 && along === 0) return 'self';
  const within = (times: number) => up <= (times * (frequency - 1)) / 2 && along <= (times * (time - 1)) / 2;
  if (within(1)) return 'one';
  return within(2) ? 'two' : 'none';
}

/** Which axis a neighbour lies on, for its colour. */
function axisOf(row: number, column: number): 'time' | 'frequency' | 'both' {
  if (row === MIDDLE) return 'time';
  return column === MIDDLE ? 'frequency' : 'both';
}

/** The neighbours that an adapter touches on the F x W token grid: full colour by one convolution, pale by both. */
export function KernelGrid({ kernel }: { readonly kernel: KernelName }) {
  const { title, mixes } = KERNELS[kernel];
  const cells = Array.from({ length: SIDE * SIDE }, (_, i) => [Math.floor(i / SIDE), i % SIDE] as const);
  const size = SIDE * CELL;
  return (
    <svg
      className={styles.kernel}
      viewBox={`-13 -1 ${size + 14} ${size + 14}`}
      role="img"
      aria-label={`${title}: a token mixes ${mixes}.`}
    >
      {cells.map(([row, column]) => (
        <rect
          key={`${row}-${column}`}
          x={column * CELL + 0.75}
          y={row * CELL + 0.75}
          width={CELL - 1.5}
          height={CELL - 1.5}
          rx={2}
          data-reach={reach(kernel, row, column)}
          data-axis={axisOf(row, column)}
        />
      ))}
      <text x={size / 2} y={size + 10} data-axis="time">
        time
      </text>
      <text x={-size / 2} y={-4} transform="rotate(-90)" data-axis="frequency">
        frequency
      </text>
    </svg>
  );
}
