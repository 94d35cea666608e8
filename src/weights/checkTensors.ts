import { fail } from '../core/problem';
import type { Detected } from './detectNaming';
import type { Dimension } from './namingPlan';
import type { TensorFile } from './types';

/** The letters' values in one file; null where no tensor has the letter. */
export interface Sizes {
  readonly d: number;
  readonly m: number;
  readonly p: number | null;
  readonly q: number | null;
  readonly pq: number | null;
  readonly N: number | null;
  readonly C: number | null;
}

/** So many tensors of each kind are named in a message; the rest are counted. */
const SHOWN = 8;
type Letter = Exclude<Dimension, number | '3d'>;

/**
 * Holds the file's keys and shapes against the plan. Each letter's value is the one that most tensors agree on, so that the
 * odd one out is named, not all the others.
 * Errors: `weights.keys` with the whole difference: missing, mis-shaped and unexpected tensors.
 */
export function checkTensors(file: TensorFile, { naming, outer, plan }: Detected): Sizes {
  const votes = new Map<Letter, Map<number, number>>();
  for (const { sources, shape } of plan) {
    for (const key of sources) {
      const found = file.entries.get(key)?.shape;
      if (found?.length !== shape.length) continue;
      shape.forEach((letter, k) => {
        if (typeof letter === 'number' || letter === '3d') return;
        const counts = votes.get(letter) ?? new Map<number, number>();
        const size = found[k] ?? 0;
        votes.set(letter, counts.set(size, (counts.get(size) ?? 0) + 1));
      });
    }
  }
  const elect = (letter: Letter): number | null =>
    [...(votes.get(letter) ?? [])].reduce<[number | null, number]>((a, b) => (b[1] > a[1] ? b : a), [null, 0])[0];
  const d = elect('d');
  const sizeOf = (letter: Dimension): number | null => {
    if (typeof letter === 'number') return letter;
    return letter === '3d' ? (d === null ? null : 3 * d) : elect(letter);
  };

  const missing: string[] = [];
  const misshaped: string[] = [];
  for (const { sources, shape } of plan) {
    for (const key of sources) {
      const entry = file.entries.get(key);
      const wanted = shape.map(sizeOf);
      if (entry === undefined) missing.push(key);
      else if (
        entry.shape.length !== wanted.length ||
        entry.shape.some((size, k) => size !== wanted[k] || size === 0)
      ) {
        misshaped.push(`${key} is [${entry.shape.join(', ')}] and should be [${wanted.join(', ')}]`);
      }
    }
  }
  const known = new Set(plan.flatMap(({ sources }) => sources));
  const unexpected = [...file.entries.keys()].filter(
    (key) => !known.has(key) && !(key.startsWith(outer) && naming.ignored.test(key.slice(outer.length))),
  );
  const m = elect('m');
  if (missing.length + misshaped.length + unexpected.length > 0 || d === null || m === null) {
    const difference = [
      listed(missing, 'is missing', 'are missing', ', '),
      listed(misshaped, 'has the wrong shape', 'have the wrong shape', '; '),
      listed(unexpected, 'is unexpected', 'are unexpected', ', '),
    ];
    const isLong = [missing, misshaped, unexpected].some(({ length }) => length > SHOWN);
    const whole = [
      ...missing.map((key) => `${key} is missing`),
      ...misshaped,
      ...unexpected.map((key) => `${key} is unexpected`),
    ];
    return fail(
      'weights.keys',
      file.name,
      `It was taken for ${naming.title}, but ${difference.filter((part) => part !== '').join(' ')}`,
      'Nothing of it was used. Choose the checkpoint as it was published, or one without added or removed layers.',
      isLong ? whole : [],
    );
  }
  return { d, m, p: elect('p'), q: elect('q'), pq: elect('pq'), N: elect('N'), C: elect('C') };
}

function listed(items: readonly string[], one: string, many: string, separator: string): string {
  if (items.length === 0) return '';
  const shown = items.slice(0, SHOWN).join(separator);
  const rest = items.length > SHOWN ? ` and ${items.length - SHOWN} more` : '';
  return `${items.length} ${items.length === 1 ? `tensor ${one}` : `tensors ${many}`}: ${shown}${rest}.`;
}
