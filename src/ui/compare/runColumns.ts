import { METHODS } from '../../model/methods';
import { PLACEMENTS, planTitle } from '../../model/adapters';
import { differencesOf, outcomeOf, type Outcome } from '../../runs/compare';
import { runSeconds } from '../../runs/record';
import type { KeptRun } from '../../runs/state';
import { parameters, percent, seconds, significant } from '../format';

/** What a cell holds: the value that it is sorted by, how it is written, and its difference from the baseline's. */
export interface RunCell {
  readonly value: string | number;
  readonly text: string;
  readonly delta: string | null;
}

export interface RunColumn {
  readonly id: string;
  readonly title: string;
  readonly isNumber: boolean;
  cell(run: KeptRun, baseline: KeptRun | null): RunCell;
}

const DASH = '–';
const MINUS = '−';
const signed = (text: string, difference: number) =>
  `${difference > 0 ? '+' : difference < 0 ? MINUS : '±'}${text.replace('-', '')}`;

/** A column of numbers: NaN where a run has none. */
function numbers(
  id: string,
  title: string,
  of: (run: KeptRun) => number,
  write: (value: number) => string,
  difference: ((value: number) => string) | null,
): RunColumn {
  return {
    id,
    title,
    isNumber: true,
    cell(run, baseline) {
      const value = of(run);
      const base = baseline && baseline.id !== run.id ? of(baseline) : Number.NaN;
      const delta = difference && Number.isFinite(value - base) ? signed(difference(value - base), value - base) : null;
      return { value, text: Number.isNaN(value) ? DASH : write(value), delta };
    },
  };
}

function texts(id: string, title: string, of: (run: KeptRun) => string, write = of): RunColumn {
  return { id, title, isNumber: false, cell: (run) => ({ value: of(run), text: write(run), delta: null }) };
}

const measure = (name: keyof Omit<Outcome, 'part'>) => (run: KeptRun) => outcomeOf(run)?.[name] ?? Number.NaN;
const points = (value: number) => `${(100 * value).toFixed(1)} points`;

/** `Attn(T) FFN(F), r 4`; a dash for methods without such adapters. */
function adaptersText({ config }: KeptRun): string {
  if (config.method !== 'loaa') return DASH;
  const bottlenecks = PLACEMENTS.flatMap((place) => config.adapters[place]?.bottleneck ?? []);
  return `${planTitle(config.adapters)}, r ${[...new Set(bottlenecks)].join('/')}`;
}

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short' });

/** What every run is told by, beside its name: what came of it first, which a narrow window shows without scrolling. */
export const RUN_COLUMNS: readonly RunColumn[] = [
  numbers('top1', 'Top-1', measure('top1'), percent, points),
  numbers('mAP', 'mAP', measure('mAP'), percent, points),
  numbers(
    'loss',
    'Loss',
    measure('loss'),
    (value) => significant(value, 3),
    (value) => significant(value, 2),
  ),
  numbers('trained', 'Trained', ({ facts }) => facts.trainable, parameters, parameters),
  texts('method', 'Method', ({ config }) => METHODS[config.method].title),
  texts('adapters', 'Adapters', adaptersText),
  texts('data', 'Data', ({ data }) => data.name),
  numbers('epochs', 'Epochs', ({ epochs }) => epochs.length, String, null),
  numbers(
    'seconds',
    'Time',
    (run) => runSeconds(run) ?? Number.NaN,
    seconds,
    (value) => seconds(Math.abs(value)),
  ),
  texts(
    'when',
    'When',
    ({ createdAt }) => createdAt,
    ({ createdAt }) => DATE.format(new Date(createdAt)),
  ),
];

/** A column for each setting in which the runs differ, and what came of it. */
export function differenceColumns(runs: readonly KeptRun[]): readonly RunColumn[] {
  const place = new Map(runs.map(({ id }, i) => [id, i]));
  const settings = differencesOf(runs).map(({ key, values }): RunColumn => {
    const isNumber = values.every((value) => typeof value === 'number' || value === '');
    return {
      id: `setting ${key}`,
      title: key,
      isNumber,
      cell: ({ id }) => {
        const value = values[place.get(id) ?? -1] ?? '';
        return { value, text: value === '' ? DASH : String(value), delta: null };
      },
    };
  });
  return [...settings, ...RUN_COLUMNS.filter(({ id }) => id === 'top1' || id === 'mAP')];
}

/** Runs in the order of a column; what has no value is last either way. */
export function sortedRuns(
  runs: readonly KeptRun[],
  column: Pick<RunColumn, 'cell'>,
  direction: 'ascending' | 'descending',
): readonly KeptRun[] {
  const valueOf = new Map(runs.map((run) => [run.id, column.cell(run, null).value]));
  const isNone = (value: string | number | undefined) => value === undefined || value === '' || Number.isNaN(value);
  return runs.toSorted((a, b) => {
    const [x, y] = [valueOf.get(a.id), valueOf.get(b.id)];
    if (isNone(x) || isNone(y)) return Number(isNone(x)) - Number(isNone(y));
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y), 'en');
    return direction === 'ascending' ? order : -order;
  });
}
