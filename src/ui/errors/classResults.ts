import { csvRow } from '../../core/csv';
import { meanOfPresent } from '../../metrics/averagePrecision';
import type { TermName } from '../glossary';
import type { PartPredictions } from '../../worker/protocol';
import type { ClassScore } from './partScores';

/** One line of the table of classes. */
export interface ClassResult extends ClassScore {
  readonly name: string;
}

export type MeasureName = keyof ClassScore;
export type ColumnName = 'name' | MeasureName;

interface Measure {
  readonly title: string;
  readonly term: TermName;
  readonly why: (own: ClassScore) => string;
}

/** The columns of the table, and why a cell of theirs may be empty. */
export const MEASURES = {
  averagePrecision: {
    title: 'AP',
    term: 'averagePrecision',
    why: (own) =>
      own.support === 0
        ? 'No clip of this part is of this class, so there is nothing to rank.'
        : 'A score is not a number: the model diverged.',
  },
  precision: { title: 'Precision', term: 'precision', why: () => 'The model never gave this class as its answer.' },
  recall: { title: 'Recall', term: 'recall', why: () => 'No clip of this part is of this class.' },
  f1: { title: 'F1', term: 'f1', why: () => 'No clip is of this class, and the model never gave it as its answer.' },
  support: { title: 'Clips', term: 'support', why: () => '' },
} as const satisfies Record<MeasureName, Measure>;

export const MEASURE_NAMES = Object.keys(MEASURES) as readonly MeasureName[];

/** How the table is ordered. */
export interface Order {
  readonly column: ColumnName;
  readonly descending: boolean;
}

/** In the order in which a column is first asked for: names from A, numbers from the least, to see what fails. */
export function nextOrder(current: Order, column: ColumnName): Order {
  return current.column === column ? { column, descending: !current.descending } : { column, descending: false };
}

/** The rows in an order; those without a value come last either way, and equal ones keep the order of the classes. */
export function sortResults(rows: readonly ClassResult[], { column, descending }: Order): readonly ClassResult[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    if (column === 'name') return sign * a.name.localeCompare(b.name, 'en', { numeric: true });
    const [x, y] = [a[column], b[column]];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    return sign * (x - y);
  });
}

/** The rows whose class holds every word of what is searched for. */
export function findResults(rows: readonly ClassResult[], query: string): readonly ClassResult[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? rows : rows.filter(({ name }) => words.every((w) => name.toLowerCase().includes(w)));
}

/** The unweighted mean of each measure over the classes that have a value, and the clips of all of them. */
export function meanResult(rows: readonly ClassResult[]): ClassScore {
  const mean = (measure: MeasureName) => meanOfPresent(rows.map((row) => row[measure]));
  return {
    averagePrecision: mean('averagePrecision'),
    precision: mean('precision'),
    recall: mean('recall'),
    f1: mean('f1'),
    support: rows.reduce((sum, { support }) => sum + support, 0),
  };
}

/** The table as a CSV file (RFC 4180), unrounded; a measure without a value is an empty cell. */
export function resultsCsv(part: PartPredictions['part'], rows: readonly ClassResult[]): string {
  const cell = (value: number) => (Number.isNaN(value) ? '' : value);
  const lines = rows.map((row) => csvRow([part, row.name, ...MEASURE_NAMES.map((name) => cell(row[name]))]));
  const head = ['part', 'class', 'average precision', 'precision', 'recall', 'f1', 'support'];
  return `${[csvRow(head), ...lines].join('\r\n')}\r\n`;
}
