import type { Problem } from '../core/problem';

/** One kind of trouble that rows of a list may have; its cause in words that fit behind "Rows that ". */
export interface RowTrouble {
  readonly code: string;
  readonly cause: string;
  readonly cure: string;
  /** `warning` where the rows are used all the same. */
  readonly severity: Problem['severity'];
}

/** Examples that are named of each kind. */
const EXAMPLES = 3;

/**
 * Gathers the troubles of a long list by kind, so that sixty thousand rows give a few lines: how many there are of a kind,
 * the first of them by name, why, and what to do.
 */
export function createRowReport<K extends string>(
  subject: string,
  troubles: Readonly<Record<K, RowTrouble>>,
): { add(kind: K, example: string): void; problems(): Problem[] } {
  const found = new Map<K, { count: number; examples: string[] }>();
  return {
    add(kind, example) {
      const entry = found.get(kind) ?? { count: 0, examples: [] };
      entry.count++;
      if (entry.examples.length < EXAMPLES) entry.examples.push(example);
      found.set(kind, entry);
    },
    problems: () =>
      [...found].map(([kind, { count, examples }]) => {
        const { code, cause, cure, severity } = troubles[kind];
        const more = count > examples.length ? ', …' : '';
        const told = `Rows that ${cause}: ${count.toLocaleString('en')} (${examples.join(', ')}${more}).`;
        return { code, subject, cause: told, cure, severity };
      }),
  };
}
