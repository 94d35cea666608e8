import { extentOf, KERNELS } from '../../model/adapters';
import styles from './Diagram.module.css';
import { kernelCells, kernelTitle, type SizedKernel } from './kernels';

/** Side of the whole drawing, whatever the number of its cells. */
const SIZE = 77;

/** The neighbours that an adapter touches on the F x W token grid: full colour by one convolution, pale by both. */
export function KernelGrid({ spec }: { readonly spec: SizedKernel }) {
  const { side, cut, cells } = kernelCells(extentOf(spec));
  const cell = SIZE / side;
  const gap = cell * 0.14;
  const words = `${kernelTitle(spec)}: a token mixes ${KERNELS[spec.kernel].mixes}.`;
  return (
    <svg
      className={styles.kernel}
      viewBox={`-13 -1 ${SIZE + 14} ${SIZE + 14}`}
      role="img"
      aria-label={cut ? `${words} The drawing shows only the middle of it.` : words}
    >
      {cells.map(({ row, column, reach, axis }) => (
        <rect
          key={`${row}-${column}`}
          x={column * cell + gap / 2}
          y={row * cell + gap / 2}
          width={cell - gap}
          height={cell - gap}
          rx={cell * 0.18}
          data-reach={reach}
          data-axis={axis}
        />
      ))}
      <text x={SIZE / 2} y={SIZE + 10} data-axis="time">
        time
      </text>
      <text x={-SIZE / 2} y={-4} transform="rotate(-90)" data-axis="frequency">
        frequency
      </text>
    </svg>
  );
}
