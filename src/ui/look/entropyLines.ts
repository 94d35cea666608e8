import type { LookFacts } from '../../attention/types';

/** A panel's colour in charts. */
export const PANEL_COLOURS: readonly string[] = [
  'var(--series-train)',
  'var(--series-validation)',
  'var(--series-map)',
];

/** One panel's entropy by layer: means over heads, as shares of log N. */
export interface EntropyLine {
  readonly name: string;
  /** The place of the panel. */
  readonly place: number;
  readonly facts: LookFacts;
  readonly values: readonly number[];
  /** Over the layers. */
  readonly mean: number;
}

export function entropyLines(
  panels: readonly { readonly name: string; readonly facts: LookFacts | null }[],
): readonly EntropyLine[] {
  return panels.flatMap(({ name, facts }, place) => {
    if (!facts) return [];
    const { layers, heads, entropy } = facts;
    const values = Array.from({ length: layers }, (_, l) => mean(entropy.subarray(l * heads, (l + 1) * heads)));
    return [{ name, place, facts, values, mean: mean(values) }];
  });
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum / values.length;
}
