import { kernelsOf } from '../../model/methods';
import { planTitle, type AdapterPlan } from '../../model/adapters';
import type { RunConfig } from '../../training/config';
import { useApp } from '../sessionContext';
import { DiagramHalf } from './DiagramHalf';
import styles from './Diagram.module.css';
import { LockMark } from './LockMark';

const WIDTH = 470;
const HEIGHT = 196;
const STREAM = 168;

function describe(config: RunConfig, plan: AdapterPlan, depth: number): string {
  const frozen = config.method === 'full' ? 'trained' : 'frozen';
  return `One of ${depth} transformer blocks. Attention and FFN are ${frozen}, with ${planTitle(plan)} beside them. The head is trained.`;
}

/** One transformer block of the real configuration: what is frozen, what is trained, and where the adapters sit. */
export function BlockDiagram({ config }: { readonly config: RunConfig }) {
  const backbone = useApp((state) => state.backbone.summary?.config ?? null);
  const depth = backbone?.depth ?? 6;
  const normOrder = backbone?.normOrder ?? 'pre';
  const plan: AdapterPlan = kernelsOf(config);
  const isFrozen = config.method !== 'full';
  return (
    <svg
      className={styles.block}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={describe(config, plan, depth)}
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
      <rect x="14" y="6" width="376" height="184" rx="12" className={styles.frame} />
      <text x="382" y="22" className={styles.repeat}>
        × {depth} layers
      </text>
      <path d={`M2 ${STREAM} H408`} className={styles.stream} markerEnd="url(#arrow)" />
      <DiagramHalf x={32} title="Attention" spec={plan.attn} isFrozen={isFrozen} normOrder={normOrder} />
      <DiagramHalf x={214} title="FFN" spec={plan.ffn} isFrozen={isFrozen} normOrder={normOrder} />
      <rect x="412" y={STREAM - 18} width="54" height="36" rx="7" className={styles.head} />
      <text x="439" y={STREAM + 4.5} className={styles.label}>
        Head
      </text>
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
}
