import { isAudioName } from '../files/names';
import { partNamed } from './partNames';
import { LIST_MARK, type Records } from './records';
import { SEPARATORS, type ColumnRole, type Separator, type TableMapping } from './tableMapping';
import { parseTime } from './times';

/** Rows that a guess looks at. */
const MOST_ROWS = 2000;

/** A column: its name in plain letters, and the values of it that are not empty. */
interface Column {
  readonly name: string;
  readonly plain: string;
  readonly values: readonly string[];
  readonly distinct: ReadonlySet<string>;
}

/** Share of the values that pass; 0 of none. */
function share(values: readonly string[], passes: (value: string) => boolean): number {
  return values.length === 0 ? 0 : values.filter(passes).length / values.length;
}

const isFlag = (value: string) => /^(0|1|0\.0+|1\.0+|true|false)$/i.test(value);
const isNumber = (value: string) => value.trim() !== '' && Number.isFinite(Number(value));
const isWhole = (value: string) => /^\D{0,5}\d{1,4}$/.test(value);
const repeats = ({ values, distinct }: Column) => distinct.size >= 2 && distinct.size <= values.length / 2;

/**
 * How a column is told for a role: names that say it, the most telling first, and what its values must be. A column
 * without a telling name may be taken by its values alone where `values alone` says so.
 */
interface Clue {
  readonly role: ColumnRole;
  readonly names: RegExp;
  readonly fits: (column: Column) => boolean;
  readonly byValues?: (column: Column) => boolean;
}

const looksLikePath = ({ values }: Column) => share(values, (value) => isAudioName(value.trim())) >= 0.5;

/** In the order in which columns are given away. */
const CLUES: readonly Clue[] = [
  {
    role: 'path',
    names:
      /^(relative|full|abs|absolute)?(audio|wav|sound|slice|clip|recording)?(file)?(path|name|file|filename|filepath|fname)$|^(audio|sound|clip|recording|wav)(id)?$/,
    fits: ({ values }) => values.length > 0 && share(values, isFlag) < 0.5,
    byValues: looksLikePath,
  },
  {
    role: 'start',
    names:
      /^(start|onset|begin|from|segmentstart|starttime|begintime|onsettime|starttimestamp)(time)?(s|sec|secs|seconds)?$/,
    fits: ({ values }) => share(values, (value) => parseTime(value) !== null) >= 0.9,
  },
  {
    role: 'end',
    names:
      /^(end|offset|stop|to|until|segmentend|endtime|offsettime|stoptime|stoptimestamp|endtimestamp)(time)?(s|sec|secs|seconds)?$/,
    fits: ({ values }) => share(values, (value) => parseTime(value) !== null) >= 0.9,
  },
  {
    role: 'split',
    names: /^(split|subset|part|partition|set|usage|phase)$/,
    fits: ({ values }) => share(values, (value) => partNamed(value) !== undefined) >= 0.5,
    byValues: ({ values }) => values.length > 0 && share(values, (value) => partNamed(value) !== undefined) === 1,
  },
  {
    role: 'fold',
    names: /^(cv)?folds?(id|number|no)?$/,
    fits: ({ values, distinct }) => share(values, isWhole) === 1 && distinct.size >= 2 && distinct.size <= 100,
  },
  {
    role: 'group',
    names:
      /^(group|speaker|source|participant|subject|session|author|site|station|client|actor|user|patient|bird|individual|srcfile|freesound|fs)(id|name|file)?$/,
    fits: ({ values }) => values.length > 0,
  },
  {
    role: 'label',
    names:
      /^(label|class|category|target|tag|species|word|event|keyword|command|emotion|genre|instrument|annotation|primary|ebird|sound|call)(labels?|names?|types?|codes?|es|s|ies)?$/,
    fits: ({ values }) => values.length > 0 && share(values, isNumber) < 0.5,
  },
  {
    role: 'label',
    names: /^(label|class|category|target|y)(id|index|idx|no|number|num|s|es)?$/,
    fits: ({ distinct }) => distinct.size >= 2,
  },
];

function columnsOf({ columns, rows }: Records): Column[] {
  return columns.map((name, c) => {
    const values = rows
      .slice(0, MOST_ROWS)
      .map(({ cells }) => cells[c] ?? '')
      .filter((value) => value !== '');
    const plain = name.toLowerCase().replace(/\([^)]*\)|[^a-z]/g, '');
    return { name, plain, values, distinct: new Set(values) };
  });
}

/** Whether start and end are of the recording that a clip was once cut out of: then the clip is all of its file. */
function isCutAlready(columns: readonly Column[], roles: ReadonlyMap<string, ColumnRole>): boolean {
  const path = columns.find(({ name }) => roles.get(name) === 'path');
  return path !== undefined && /^(slice|segment|clip)/.test(path.plain) && path.distinct.size === path.values.length;
}

/**
 * What the columns of a table seem to mean, from their names and their values (the first 2,000 rows). Each role goes to at
 * most one column; flags of 0 and 1 are classes where no column is a label; what is left is not used. The result is a
 * proposal, to be shown and changed.
 */
export function guessMapping(records: Records, table: string): TableMapping {
  const columns = columnsOf(records);
  const roles = new Map<string, ColumnRole>();
  const give = (role: ColumnRole, passes: (column: Column) => boolean) => {
    if ([...roles.values()].includes(role)) return;
    const column = columns.find((each) => !roles.has(each.name) && passes(each));
    if (column) roles.set(column.name, role);
  };
  for (const { role, names, fits, byValues } of CLUES) {
    if (role === 'path') give(role, (column) => names.test(column.plain) && looksLikePath(column));
    if (byValues) give(role, byValues);
    give(role, (column) => names.test(column.plain) && fits(column));
  }
  const flags = columns.filter(({ name, values }) => !roles.has(name) && values.length > 0 && values.every(isFlag));
  const hasLabel = [...roles.values()].includes('label');
  if (!hasLabel && flags.length >= 2) for (const { name } of flags) roles.set(name, 'class');
  else give('label', (column) => repeats(column) && share(column.values, isNumber) < 0.5);
  if (isCutAlready(columns, roles)) {
    for (const [name, role] of roles) if (role === 'start' || role === 'end') roles.set(name, 'ignore');
  }
  const label = columns.find(({ name }) => roles.get(name) === 'label');
  return {
    table,
    columns: Object.fromEntries(columns.map(({ name }) => [name, roles.get(name) ?? 'ignore'])),
    separator: label ? guessSeparator(label) : 'none',
  };
}

/** A character stands between labels if what it parts comes again: fewer kinds of parts than of cells, or parts that also stand alone. */
function guessSeparator({ distinct }: Column): Separator {
  const cells = [...distinct].filter((cell) => !cell.includes(LIST_MARK));
  const names = Object.keys(SEPARATORS) as Separator[];
  const found = names.find((name) => {
    const { character } = SEPARATORS[name];
    if (character === null) return false;
    const several = cells.filter((cell) => cell.includes(character));
    const parts = new Map<string, number>();
    for (const cell of cells) {
      for (const part of cell.split(character)) parts.set(part.trim(), (parts.get(part.trim()) ?? 0) + 1);
    }
    const comesAgain = (part: string) => (parts.get(part.trim()) ?? 0) >= 2;
    // A comma and a space may belong to a name ("click, again"): then all its parts must come again.
    const again = several.filter((cell) => {
      const own = cell.split(character);
      return cell.includes(', ') ? own.every(comesAgain) : own.some(comesAgain);
    });
    return several.length > 0 && (again.length >= several.length / 2 || parts.size < cells.length);
  });
  return found ?? 'none';
}
