import type { ColumnChoice } from './columns';
import type { LookChoices, LookState } from './lookState';
import type { LookFacts, MatrixChoice, TokenGrid } from './types';

/**
 * The layer of a model that stands beside layer `layer` of a model of `depth` layers: the last beside the last, else the same
 * number, as far as there are so many.
 */
export function layerBeside(layer: number, depth: number, layers: number): number {
  return layer >= depth - 1 ? layers - 1 : Math.min(layer, layers - 1);
}

/** The matrix that a panel needs for what is shown, or null where it needs none. @param depth of the model's own backbone */
export function matrixFor(
  { layer, head, shown }: Pick<LookChoices, 'layer' | 'head' | 'shown'>,
  { layers, heads }: Pick<LookFacts, 'layers' | 'heads'>,
  depth: number,
): MatrixChoice | null {
  if (shown === 'rollout') return 'rollout';
  if (shown !== 'attention') return null;
  return { layer: layerBeside(layer, depth, layers), head: head !== null && head < heads ? head : null };
}

/** The columns that are looked at on a grid of W columns: those chosen, or the first panel's own default. */
export function bandOf(look: Pick<LookState, 'band' | 'panels'>, columns: number): readonly [number, number] {
  const wanted = look.band ?? look.panels.find(({ facts }) => facts !== null)?.facts?.band ?? [0, 0];
  const within = (column: number) => Math.min(columns - 1, Math.max(0, column));
  return [within(wanted[0]), within(wanted[1])];
}

/** A token of a grid, as what it is: one of the prefix tokens, or the patch in row f (0 the lowest frequency), column w. */
export type Place =
  | { readonly kind: 'prefix'; readonly index: number }
  | { readonly kind: 'patch'; readonly f: number; readonly w: number };

export function placeOf(token: number, { grid, prefix }: TokenGrid): Place {
  if (token < prefix) return { kind: 'prefix', index: token };
  const n = token - prefix;
  return { kind: 'patch', f: Math.floor(n / grid[1]), w: n % grid[1] };
}

/** The same token on another grid: the same prefix token, or the patch in the same place; the nearest where there is none. */
export function tokenOn(token: number, from: TokenGrid, to: TokenGrid): number {
  const place = placeOf(token, from);
  if (place.kind === 'prefix') return Math.min(place.index, Math.max(0, to.prefix - 1));
  const scaled = (at: number, axis: 0 | 1) =>
    Math.min(to.grid[axis] - 1, Math.floor(((at + 0.5) * to.grid[axis]) / from.grid[axis]));
  return to.prefix + scaled(place.f, 0) * to.grid[1] + scaled(place.w, 1);
}

/** What an overview is of: the same while its maps are. Null where there is none to have. */
export function overviewKey(look: LookState): string | null {
  const panel = look.panels[look.overviewPanel];
  return panel?.facts ? JSON.stringify([look.clip, panel.facts.version, look.reading, overviewChoice(look)]) : null;
}

/** The band, or the prefix token that is looked from; from a patch, the column that it lies in. */
export function overviewChoice(look: LookState): ColumnChoice | null {
  const facts = look.panels[look.overviewPanel]?.facts;
  if (!facts) return null;
  const { token } = look;
  if (token === null) return { band: bandOf(look, facts.grid[1]) };
  if (token < facts.prefix) return { prefixToken: token };
  const column = (token - facts.prefix) % facts.grid[1];
  return { band: [column, column] };
}
