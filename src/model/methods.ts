import type { BackboneConfig } from '../weights/types';
import { PLACEMENTS, adapterSize, type AdapterPlan } from './adapters';
import { FIXED_POSITIONS } from './positions';

/** What of the model is trained. A row says which parameters, by canonical name, and whether adapters are placed. */
interface Method {
  readonly title: string;
  readonly explain: string;
  readonly usesAdapters: boolean;
  readonly trains: (parameter: string) => boolean;
}

const isHead = (name: string) => name.startsWith('head_norm.') || name.startsWith('head.');
const isAdapter = (name: string) => name.includes('_adapter.');

/** Source: paper section 3.3 and Table 2. */
export const METHODS = {
  loaa: {
    title: 'Look-Aside Adapters',
    explain: 'The backbone is frozen. Small convolutions beside its blocks, and the head, are trained.',
    usesAdapters: true,
    trains: (name) => isHead(name) || isAdapter(name),
  },
  'linear-probe': {
    title: 'Linear probe',
    explain: 'The backbone is frozen. Only the head (LayerNorm and Linear) is trained.',
    usesAdapters: false,
    trains: isHead,
  },
  full: {
    title: 'Full fine-tuning',
    explain: 'Every weight is trained. Needs the most memory and time.',
    usesAdapters: false,
    trains: (name) => name !== FIXED_POSITIONS,
  },
} as const satisfies Record<string, Method>;

export type MethodName = keyof typeof METHODS;

export interface ModelSize {
  readonly dim: number;
  readonly depth: number;
  readonly mlpDim: number;
  readonly patch: BackboneConfig['patch'];
  readonly prefixTokens: BackboneConfig['prefixTokens'];
  readonly positions: BackboneConfig['positions'];
  /** N, prefix tokens included. */
  readonly tokens: number;
  readonly classes: number;
}

/** LayerNorm (2 d) and Linear (d C + C) of the head. */
export function headSize(dim: number, classes: number): number {
  return 2 * dim + dim * classes + classes;
}

/** Parameters of the backbone without head: patch embedding, tokens, learned positions, blocks, final norm. */
export function backboneSize(m: ModelSize): number {
  const block =
    4 * m.dim + 3 * (m.dim * m.dim + m.dim) + (m.dim * m.dim + m.dim) + 2 * m.dim * m.mlpDim + m.mlpDim + m.dim;
  const positions = m.positions === 'learned' ? m.tokens * m.dim : 0;
  const tokens = m.prefixTokens * m.dim;
  return m.patch[0] * m.patch[1] * m.dim + m.dim + tokens + positions + m.depth * block + 2 * m.dim;
}

/** The number of parameters that training changes, as Table 1 counts them (the head is included). */
export function trainableSize(method: MethodName, plan: AdapterPlan, m: ModelSize): number {
  const head = headSize(m.dim, m.classes);
  if (method === 'full') return backboneSize(m) + head;
  if (!METHODS[method].usesAdapters) return head;
  const perLayer = PLACEMENTS.reduce((sum, place) => sum + (plan[place] ? adapterSize(plan[place], m.dim) : 0), 0);
  return m.depth * perLayer + head;
}
