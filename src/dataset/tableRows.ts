import { MERGE_TROUBLES, type Annotation, type MergeTrouble } from './mergeRows';
import type { PathMatch } from './matchPaths';
import { partNamed } from './partNames';
import { LIST_MARK, type Records } from './records';
import type { RowTrouble } from './rowReport';
import { columnWith, roleOf, SEPARATORS, type TableMapping } from './tableMapping';
import { parseTime } from './times';

/** What may be wrong with a row of a table. */
export const ROW_TROUBLES = {
  ...MERGE_TROUBLES,
  unreadable: {
    code: 'dataset.csv-row',
    cause: 'cannot be read (not as many cells as the heading, a quotation mark astray, or no JSON object)',
    cure: 'Correct them.',
    severity: 'error',
  },
  absent: {
    code: 'dataset.missing',
    cause: 'name a recording that is not there',
    cure: 'Add the missing recordings, or choose another column for the sound file.',
    severity: 'error',
  },
  ambiguous: {
    code: 'dataset.ambiguous',
    cause: 'name a recording of which there are several, and do not tell which',
    cure: 'Write their folders into the table too.',
    severity: 'error',
  },
  unlabelled: {
    code: 'dataset.no-label',
    cause: 'have no label',
    cure: 'Fill them in, or leave the rows out.',
    severity: 'error',
  },
  flag: {
    code: 'dataset.class-column',
    cause: 'have something other than 0 and 1 in a column of a class',
    cure: 'Correct them, or choose another meaning for the column.',
    severity: 'error',
  },
  times: {
    code: 'dataset.times',
    cause: 'have a start and an end that are no times in seconds with the end behind the start',
    cure: 'Correct them, or choose other columns for start and end.',
    severity: 'error',
  },
  split: {
    code: 'dataset.split-name',
    cause: 'name a split that is none of train, validation and test',
    cure: 'Correct them; the clips are treated as if nothing stood there.',
    severity: 'warning',
  },
  fold: {
    code: 'dataset.fold-number',
    cause: 'have a fold that is no whole number',
    cure: 'Correct them; the clips are in no fold.',
    severity: 'warning',
  },
} as const satisfies Record<string, RowTrouble>;

export type RowProblem = keyof typeof ROW_TROUBLES;
type Tell = (trouble: RowProblem | MergeTrouble, example: string) => void;

/** What a cell may say for no label. */
const NO_LABEL: ReadonlySet<string> = new Set(['', 'nan', 'null', 'none', 'n/a']);
const YES: ReadonlySet<string> = new Set(['1', 'true']);
const NO: ReadonlySet<string> = new Set(['0', 'false', '']);

function labelsIn(cell: string, mapping: TableMapping): string[] {
  const { character } = SEPARATORS[mapping.separator];
  const parts = cell.split(LIST_MARK).flatMap((part) => (character === null ? [part] : part.split(character)));
  return parts.map((part) => part.trim().normalize('NFC')).filter((part) => !NO_LABEL.has(part.toLowerCase()));
}

/** Whole numbers behind any word: "3", "fold3"; 0.0 and 1.0 as spreadsheets write them. */
function foldOf(cell: string): number | null {
  const digits = /^\D*(\d{1,6})(?:\.0+)?$/.exec(cell)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The columns of the classes that a table of flags has, in its order. */
export function classColumns(mapping: TableMapping, columns: readonly string[]): string[] {
  return columns.filter((name) => roleOf(mapping, name) === 'class');
}

/**
 * The rows of a table as annotations, by a mapping. Rows that cannot be used are told, and left out; so is what is odd about
 * rows that can.
 */
export function tableRows(
  records: Records,
  mapping: TableMapping,
  match: (path: string) => PathMatch,
  tell: Tell,
): Annotation[] {
  const { columns } = records;
  const at = (role: Parameters<typeof columnWith>[2]) => columnWith(mapping, columns, role);
  const [path, label, start, end] = [at('path'), at('label'), at('start'), at('end')];
  const [split, fold, group] = [at('split'), at('fold'), at('group')];
  const classes = classColumns(mapping, columns).map((name) => ({ name, column: columns.indexOf(name) }));
  const annotations: Annotation[] = [];
  for (const number of records.unreadable) tell('unreadable', `row ${number}`);
  for (const { number, cells } of records.rows) {
    const cell = (column: number) => cells[column] ?? '';
    const row = `row ${number}`;
    const found = match(cell(path));
    if (typeof found === 'string') {
      tell(found, `${row}: ${cell(path) || 'no path'}`);
      continue;
    }
    const flags = classes.map(({ name, column }) => ({ name, value: cell(column).toLowerCase().replace(/\.0+$/, '') }));
    const odd = flags.find(({ value }) => !YES.has(value) && !NO.has(value));
    if (odd) {
      tell('flag', `${row}: ${odd.name}`);
      continue;
    }
    const own = label < 0 ? [] : labelsIn(cell(label), mapping);
    const classNames = [...new Set([...own, ...flags.flatMap(({ name, value }) => (YES.has(value) ? [name] : []))])];
    if (classNames.length === 0 && classes.length === 0) {
      tell('unlabelled', row);
      continue;
    }
    const [from, to] = [parseTime(cell(start)), parseTime(cell(end))];
    const isPart = start >= 0 && end >= 0 && (cell(start) !== '' || cell(end) !== '');
    if (isPart && (from === null || to === null || to <= from)) {
      tell('times', `${row}: ${cell(start)} to ${cell(end)}`);
      continue;
    }
    const part = partNamed(cell(split)) ?? null;
    if (split >= 0 && part === null && cell(split) !== '') tell('split', `${row}: ${cell(split)}`);
    const inFold = fold < 0 ? null : foldOf(cell(fold));
    if (fold >= 0 && inFold === null) tell('fold', `${row}: ${cell(fold) || 'none'}`);
    annotations.push({
      row,
      source: found.source,
      segment: isPart && from !== null && to !== null ? { start: from, end: to } : null,
      classNames,
      part,
      fold: inFold,
      group: group < 0 || cell(group) === '' ? null : cell(group),
    });
  }
  return annotations;
}
