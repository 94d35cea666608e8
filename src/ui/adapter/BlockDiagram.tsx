import { adapterSize, type Placement } from '../../model/adapters';
import type { RunConfig } from '../../training/config';
import { plural } from '../format';
import { useApp } from '../sessionContext';
import { DiagramHalf } from './DiagramHalf';
import { DiagramMenus } from './DiagramMenus';
import { diagramMarks, diagramWords } from './diagramMarks';
import styles from './Diagram.module.css';
import { hasLayer } from './layers';
import { LockMark } from './LockMark';

const WIDTH = 500;
const HEIGHT = 196;
const STREAM = 168;
/** Where the two halves begin, where the frame and the stream end. */
const HALVES = { attn: 32, ffn: 236 } as const;
const FRAME_END = 428;

/**
 * One transformer block of the real configuration: what is frozen, what is trained, and where the method acts. Look-Aside
 * Adapters are changed in the drawing itself.
 */
export function BlockDiagram({ config }: { readonly config: RunConfig }) {
  const backbone = useApp((state) => state.backbone.summary?.config ?? null);
  const depth = backbone?.depth ?? 6;
  const normOrder = backbone?.normOrder ?? 'pre';
  const marks = diagramMarks(config);
  const isFrozen = !marks.attn.isTrained;
  const chosen = Array.from({ length: depth }, (_, i) => i).filter((i) => hasLayer(config.layers, i)).length;
  const sizeOf = (place: Placement) => {
    const spec = config.method === 'loaa' ? config.adapters[place] : null;
    return spec && backbone ? adapterSize(spec, backbone.dim) : null;
  };
  const drawing = (
    <svg
      className={styles.block}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={diagramWords(config, depth, normOrder)}
      data-testid="block-diagram"
    >
      <defs>
        <linearGradient id="both-axes" x1="0" x2="1" y1="0" y2="1">
          <stop offset="0" className={styles.stopTime} />
          <stop offset="1" className={styles.stopFrequency} />
        </linearGradient>
        <marker id="arrow" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" orient="auto">
          <path d="M0 0 L6 3 L0 6 z" className={styles.tip} />
        </marker>
      </defs>
      <rect x="14" y="6" width={FRAME_END - 14} height="184" rx="12" className={styles.frame} />
      <text x={FRAME_END - 8} y="22" className={styles.repeat}>
        × {depth} layers
        {chosen < depth && config.method !== 'full' && config.method !== 'linear-probe' ? `, changed in ${chosen}` : ''}
      </text>
      <path d={`M2 ${STREAM} H${FRAME_END + 14}`} className={styles.stream} markerEnd="url(#arrow)" />
      <DiagramHalf x={HALVES.attn} title="Attention" marks={marks.attn} size={sizeOf('attn')} normOrder={normOrder} />
      <DiagramHalf x={HALVES.ffn} title="FFN" marks={marks.ffn} size={sizeOf('ffn')} normOrder={normOrder} />
      <rect x={FRAME_END + 18} y={STREAM - 18} width="50" height="36" rx="7" className={styles.head} />
      <text x={FRAME_END + 43} y={STREAM + 4.5} className={styles.label}>
        Head
      </text>
      {marks.prompts ? <Prompts {...marks.prompts} /> : null}
      {isFrozen ? (
        <g className={styles.legend}>
          <LockMark x={22} y={12} />
          <text x="36" y="22">
            frozen
          </text>
        </g>
      ) : null}
    </svg>
  );
  return (
    <div className={styles.drawing} data-tour="diagram">
      {drawing}
      {config.method === 'loaa' ? <DiagramMenus adapters={config.adapters} at={HALVES} size={[WIDTH, HEIGHT]} /> : null}
    </div>
  );
}

/** Learnt tokens: three squares on the stream, and how many there are. */
function Prompts({ length, deep }: { readonly length: number; readonly deep: boolean }) {
  return (
    <g>
      {[0, 1, 2].map((i) => (
        <rect key={i} x={2 + 9 * i} y={STREAM - 4} width={7} height={8} rx={1.5} className={styles.change} />
      ))}
      <text x={20} y={STREAM + 17} className={styles.said}>
        + {plural(length, 'learnt token')}, {deep ? 'new ones in every layer' : 'before the first layer'}
      </text>
    </g>
  );
}
