/** How a row of scores [C], none of them NaN, becomes answers. */
type Decision = (row: Float64Array) => readonly number[];

/** Sigmoid score from which on a class counts as answered. */
const THRESHOLD = 0.5;

const DECISIONS = {
  /** One class a clip: the best scored, the lower class of equals, as NumPy's argmax. */
  best: (row) => [row.indexOf(row.reduce((best, value) => Math.max(best, value), -Infinity))],
  /** Several classes a clip, or none. The scores must be probabilities: sigmoids, one a class. */
  threshold: (row) => [...row.keys()].filter((c) => (row[c] ?? NaN) >= THRESHOLD),
} as const satisfies Record<string, Decision>;

export type DecisionName = keyof typeof DECISIONS;

/** The classes that a row of scores answers with; none where one of them is NaN. */
export function answersOf(row: Float64Array, decision: DecisionName): readonly number[] {
  return row.length === 0 || row.some(Number.isNaN) ? [] : DECISIONS[decision](row);
}
