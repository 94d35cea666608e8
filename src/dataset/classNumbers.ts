import { fail } from '../core/problem';

/** What one row says: that a class has a number. */
export interface NumberedClass {
  /** How the row is named to people. */
  readonly row: string;
  readonly number: number;
  readonly name: string;
}

/** How often each answer is given, and the first row that gives it. */
type Votes<T> = Map<T, { count: number; row: string }>;

const CURE = 'Correct the table: one number for each class, one class for each number. Nothing of it was loaded.';
/** Numbers and names that are told; the rest are in the details. */
const SHOWN = 3;

function vote<K, T>(all: Map<K, Votes<T>>, key: K, answer: T, row: string): void {
  const votes: Votes<T> = all.get(key) ?? new Map();
  all.set(key, votes);
  const held = votes.get(answer);
  if (held) held.count++;
  else votes.set(answer, { count: 1, row });
}

/** "2 stands for "dog" (39 rows) and "cat" (row 7)": the answers to one question, the most frequent first. */
function told<T>(votes: Votes<T>, show: (answer: T) => string): string {
  return [...votes]
    .sort(([, a], [, b]) => b.count - a.count)
    .map(([answer, { count, row }]) => `${show(answer)} (${count === 1 ? row : `${count} rows`})`)
    .join(' and ');
}

/**
 * The classes in the order of their numbers. A table whose numbers and names contradict each other anywhere (an index off by
 * one in some rows, a class with two numbers, a number with two classes) would give wrong labels: it is refused whole, with a
 * summary of every contradiction.
 * Errors: `dataset.csv-labels`, about `subject`.
 */
export function classesByNumber(rows: Iterable<NumberedClass>, subject: string): string[] {
  const names = new Map<number, Votes<string>>();
  const numbers = new Map<string, Votes<number>>();
  for (const { row, number, name } of rows) {
    vote(names, number, name, row);
    vote(numbers, name, number, row);
  }
  const wrong = [
    ...[...names]
      .filter(([, votes]) => votes.size > 1)
      .map(([number, votes]) => `class ${number} is ${told(votes, (name) => `"${name}"`)}`),
    ...[...numbers]
      .filter(([, votes]) => votes.size > 1)
      .map(([name, votes]) => `"${name}" is class ${told(votes, String)}`),
  ];
  if (wrong.length > 0) {
    const more = wrong.length > SHOWN ? `; and ${wrong.length - SHOWN} more` : '';
    const cause = `Its class numbers and names contradict each other: ${wrong.slice(0, SHOWN).join('; ')}${more}.`;
    fail('dataset.csv-labels', subject, cause, CURE, more === '' ? [] : wrong);
  }
  return [...names].sort(([a], [b]) => a - b).flatMap(([, votes]) => [...votes.keys()]);
}
