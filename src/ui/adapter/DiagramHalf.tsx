import { KERNELS, type AdapterSpec } from '../../model/adapters';
import type { NormOrder } from '../../weights/types';
import { KERNEL_TONES } from './kernelTones';
import styles from './Diagram.module.css';
import { LockMark } from './LockMark';

/** Heights of the residual stream, the block and the adapter in the drawing. */
const STREAM = 168;
const BLOCK = 108;
const ADAPTER = 54;
/** Width of the block and of the adapter. */
const BOX = 108;

interface DiagramHalfProps {
  /** Where the half begins. */
  readonly x: number;
  readonly title: string;
  readonly spec: AdapterSpec | null;
  readonly isFrozen: boolean;
  readonly normOrder: NormOrder;
}

/**
 * A block of the backbone, the adapter beside it, the sum of both into the residual stream, and LayerNorm where it stands:
 * before the block, or behind the sum.
 */
export function DiagramHalf({ x, title, spec, isFrozen, normOrder }: DiagramHalfProps) {
  const kernel = spec ? KERNELS[spec.kernel] : null;
  const tone = spec ? KERNEL_TONES[spec.kernel] : 'none';
  const box = x + 24;
  const sum = x + 152;
  const norm =
    normOrder === 'pre' ? { x: x - 11, y: STREAM - 38, width: 22 } : { x: sum + 9, y: STREAM - 8, width: 15 };
  return (
    <g>
      <path d={`M${x} ${STREAM} V${BLOCK} H${box}`} className={styles.wire} markerEnd="url(#arrow)" />
      <path d={`M${box + BOX} ${BLOCK} H${sum} V${STREAM - 9}`} className={styles.wire} markerEnd="url(#arrow)" />
      <rect {...norm} height={16} rx={4} className={styles.norm} />
      <text x={norm.x + norm.width / 2} y={norm.y + 11.5} className={styles.small}>
        LN
      </text>
      <rect
        x={box}
        y={BLOCK - 19}
        width={BOX}
        height={38}
        rx={7}
        className={isFrozen ? styles.frozen : styles.trained}
      />
      <text x={box + BOX / 2 - (isFrozen ? 6 : 0)} y={BLOCK + 4.5} className={styles.label}>
        {title}
      </text>
      {isFrozen ? <LockMark x={box + BOX - 18} y={BLOCK - 6} /> : null}
      {spec && kernel ? (
        <g data-tone={tone}>
          <path d={`M${x} ${BLOCK} V${ADAPTER} H${box}`} className={styles.aside} markerEnd="url(#arrow)" />
          <path d={`M${box + BOX} ${ADAPTER} H${sum} V${BLOCK}`} className={styles.aside} />
          <rect x={box} y={ADAPTER - 20} width={BOX} height={40} rx={7} className={styles.adapter} />
          <text x={box + BOX / 2} y={ADAPTER - 3} className={styles.label}>
            {kernel.title}
          </text>
          <text x={box + BOX / 2} y={ADAPTER + 12} className={styles.small}>
            down to {spec.bottleneck}, GELU, up
          </text>
        </g>
      ) : null}
      <circle cx={sum} cy={STREAM} r={8} className={styles.sum} />
      <path d={`M${sum - 4} ${STREAM} h8 M${sum} ${STREAM - 4} v8`} className={styles.plus} />
    </g>
  );
}
