import { bandOf, layerBeside, tokenOn } from '../../attention/choose';
import type { LookState, PanelState, Shown } from '../../attention/lookState';
import { bandMap, tokenMap } from '../../attention/matrixMaps';
import { tokensOf, type LookFacts } from '../../attention/types';

/** What is looked from: a token of the first panel's grid, or null for the key time band. */
export type From = number | null;

/** The grid that bands and tokens are counted on: that of the first panel that shows something. */
export function referenceOf(panels: readonly PanelState[]): LookFacts | null {
  return panels.find(({ facts }) => facts !== null)?.facts ?? null;
}

/**
 * What a panel draws, [F, W] on its own grid; null where it has nothing (yet), as where its method adds nothing beside.
 * @param depth layers of the model's own backbone
 */
export function panelMap(
  look: Pick<LookState, 'shown' | 'layer' | 'reading' | 'band' | 'panels'>,
  { facts, matrix }: PanelState,
  from: From,
  depth: number,
): Float32Array | null {
  if (!facts) return null;
  if (look.shown === 'attn' || look.shown === 'ffn') {
    const size = facts.grid[0] * facts.grid[1];
    const layer = layerBeside(look.layer, depth, facts.layers);
    return facts.added[look.shown]?.slice(layer * size, (layer + 1) * size) ?? null;
  }
  // The matrix of another model, for the moment until its own has come.
  if (!matrix || matrix.tokens !== tokensOf(facts)) return null;
  const reference = referenceOf(look.panels) ?? facts;
  if (from !== null) return tokenMap(matrix, facts, tokenOn(from, reference, facts), look.reading);
  return bandMap(matrix, facts, bandOf(look, facts.grid[1]), look.reading);
}

/** The second map less the first; null where one is missing or their grids differ. */
export function differenceOf(first: Float32Array | null, second: Float32Array | null): Float32Array | null {
  if (!first || second?.length !== first.length) return null;
  return second.map((value, i) => value - (first[i] ?? 0));
}

/** From -m to m, m the greatest distance from zero: a difference is drawn on it. */
export function symmetricRange(map: Float32Array): readonly [number, number] {
  const most = map.reduce((m, value) => Math.max(m, Math.abs(value)), 0);
  return [-most, most];
}

/** What is shown, in words for titles: `layer 4, mean over heads`. */
export function whereText(look: Pick<LookState, 'shown' | 'layer' | 'head'>, layers: number): string {
  if (look.shown === 'rollout') return `rollout over ${layers} layers`;
  const layer = `layer ${Math.min(look.layer, layers - 1) + 1}`;
  if (look.shown !== 'attention') return layer;
  return `${layer}, ${look.head === null ? 'mean over heads' : `head ${look.head + 1}`}`;
}

/** Names of what can be shown. */
export const SHOWN_TITLES = {
  attention: 'Attention',
  rollout: 'Rollout',
  attn: 'Adapter beside attention',
  ffn: 'Adapter beside FFN',
} as const satisfies Record<Shown, string>;
