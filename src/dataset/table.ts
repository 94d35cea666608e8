import { fail } from '../core/problem';
import { guessMapping } from './guessMapping';
import { type Layout, type ReadContext, type Reading, unused } from './layout';
import { byCodeUnits, commonFolders, type ListedFile } from './listing';
import { createPathMatcher, type PathMatch } from './matchPaths';
import { mergeRows } from './mergeRows';
import { isTableName, readRecords, type Records } from './records';
import { createRowReport } from './rowReport';
import { columnWith, type TableMapping, type TablePreview } from './tableMapping';
import { classColumns, ROW_TROUBLES, tableRows } from './tableRows';

/** Tables of a drop that are looked into, the shallowest first. */
const MOST_TABLES = 12;
/** Rows of a table that are tried before it is chosen. */
const TRIED_ROWS = 500;
const PREVIEW_ROWS = 5;

interface Candidate {
  readonly file: ListedFile;
  readonly records: Records;
  readonly mapping: TableMapping;
  /** Of the first rows, the share whose recording is there. */
  readonly found: number;
  readonly hasLabels: boolean;
}

function tablesIn(files: readonly ListedFile[]): ListedFile[] {
  const tables = files.filter((file) => !file.audio && isTableName(file.name));
  return tables.sort((a, b) => a.folders.length - b.folders.length).slice(0, MOST_TABLES);
}

function foundIn(records: Records, mapping: TableMapping, match: (path: string) => PathMatch, most: number): number {
  const path = columnWith(mapping, records.columns, 'path');
  return records.rows.slice(0, most).filter(({ cells }) => typeof match(cells[path] ?? '') !== 'string').length;
}

function hasLabels(mapping: TableMapping, columns: readonly string[]): boolean {
  return columnWith(mapping, columns, 'label') >= 0 || classColumns(mapping, columns).length > 0;
}

/** Every table with what its columns seem to mean, the best first: with labels, and with the most recordings that are there. */
async function candidates(files: readonly ListedFile[], { signal }: ReadContext): Promise<Candidate[]> {
  const tables = tablesIn(files);
  if (tables.length === 0) return [];
  const match = createPathMatcher(files);
  const all: Candidate[] = [];
  for (const file of tables) {
    // A table that cannot be read is told where it is read for good.
    const records = await readRecords(file.source, signal).catch(() => null);
    signal?.throwIfAborted();
    if (!records || records.rows.length === 0) continue;
    const mapping = guessMapping(records, file.source.path);
    const tried = Math.min(TRIED_ROWS, records.rows.length);
    const found = foundIn(records, mapping, match, TRIED_ROWS) / tried;
    all.push({ file, records, mapping, found, hasLabels: hasLabels(mapping, records.columns) });
  }
  const worth = ({ found, hasLabels: labelled }: Candidate) => found * (labelled ? 2 : 1);
  return all.sort((a, b) => worth(b) - worth(a));
}

/** Whether there is a table that seems to name recordings, even if none of them is there. */
export async function hasTable(files: readonly ListedFile[], context: ReadContext): Promise<boolean> {
  const all = await candidates(files, context);
  return all.some(({ records, mapping }) => columnWith(mapping, records.columns, 'path') >= 0);
}

/** The table that a mapping names: by its path, or by its last name. */
function tableNamed(files: readonly ListedFile[], name: string): ListedFile {
  const tables = files.filter((file) => isTableName(file.name));
  const found = tables.find(({ source }) => source.path === name) ?? tables.find((file) => file.name === name);
  if (found) return found;
  const there = tables.map((file) => file.name).join(', ') || 'none';
  return fail('dataset.csv', name, `There is no such table. The tables are: ${there}.`, 'Choose one of them.');
}

/** The table to read, and how. */
async function choose(
  files: readonly ListedFile[],
  context: ReadContext,
): Promise<Omit<Candidate, 'found' | 'hasLabels'>> {
  const { mapping } = context;
  if (mapping) {
    const file = tableNamed(files, mapping.table);
    const records = await readRecords(file.source, context.signal);
    const isGuess = Object.keys(mapping.columns).length === 0;
    return { file, records, mapping: isGuess ? guessMapping(records, file.source.path) : mapping };
  }
  const [best] = await candidates(files, context);
  return best ?? fail('dataset.csv', 'The table', 'There is none.', 'Add one.');
}

function previewOf(
  { records, mapping }: Omit<Candidate, 'found' | 'hasLabels'>,
  files: readonly ListedFile[],
  match: (path: string) => PathMatch,
): TablePreview {
  const path = columnWith(mapping, records.columns, 'path');
  return {
    mapping,
    tables: tablesIn(files).map(({ source }) => source.path),
    columns: records.columns,
    rowCount: records.rows.length,
    foundCount: foundIn(records, mapping, match, Infinity),
    rows: records.rows
      .slice(0, PREVIEW_ROWS)
      .map(({ cells }) => ({ cells, found: typeof match(cells[path] ?? '') !== 'string' })),
  };
}

/** Fails where the mapping leaves nothing to read. */
function check({ mapping, columns, rowCount, foundCount, rows }: TablePreview): void {
  const subject = mapping.table;
  if (rowCount === 0) fail('dataset.csv', subject, 'The table has no rows.', 'Fill it in.');
  const path = columnWith(mapping, columns, 'path');
  if (path < 0) {
    fail('dataset.table-columns', subject, 'No column is the sound file.', 'Choose it under "Columns of the table".');
  }
  if (!hasLabels(mapping, columns)) {
    const cure = 'Choose the column of the labels, or those of the classes, under "Columns of the table".';
    fail('dataset.table-columns', subject, 'No column is a label.', cure);
  }
  if (foundCount > 0) return;
  const example = rows[0]?.cells[path] ?? '';
  const cause = `None of the ${rowCount} recordings that it names is there (the first is "${example}").`;
  fail(
    'dataset.table-paths',
    subject,
    cause,
    'Add the folder with the recordings, or choose another column for the sound file.',
  );
}

/** What the mapping is made of, in words. */
function wordsFor({ mapping, columns }: TablePreview): string {
  const quoted = (role: Parameters<typeof columnWith>[2]) => {
    const column = columns[columnWith(mapping, columns, role)];
    return column === undefined ? null : `"${column}"`;
  };
  const classes = classColumns(mapping, columns);
  const labels = quoted('label') ?? `${classes.length} columns of 0 and 1`;
  const segments = quoted('start') && quoted('end') ? `, segments from ${quoted('start')} and ${quoted('end')}` : '';
  const parts = quoted('fold')
    ? `, folds from ${quoted('fold')}`
    : quoted('split')
      ? `, parts from ${quoted('split')}`
      : '';
  const groups = quoted('group') ? `, kept together by ${quoted('group')}` : '';
  return `sounds from ${quoted('path')}, labels from ${labels}${segments}${parts}${groups}`;
}

/**
 * Any table that names recordings: CSV, TSV or JSON Lines, its columns guessed (`guessMapping`) or told (`TableMapping`).
 * Recognised where half of the rows name recordings of the drop, or half of the recordings are named, and there is a label.
 *
 * Errors: `dataset.table-columns`, `dataset.table-paths`, `dataset.csv`, and those of a table that cannot be read.
 */
export const table: Layout = {
  name: 'table',
  title: 'Table',
  hint: 'a csv, tsv or jsonl table that names each recording and its label',
  recognises: async (files, context) => {
    const [best] = await candidates(files, context);
    if (!best?.hasLabels) return false;
    const sounds = files.filter((file) => file.audio).length;
    return best.found >= 0.5 || best.found * best.records.rows.length >= sounds / 2;
  },
  read: async (files, context): Promise<Reading> => {
    const chosen = await choose(files, context);
    const { file, records, mapping } = chosen;
    const match = createPathMatcher(files);
    const preview = previewOf(chosen, files, match);
    context.onTable?.(preview);
    check(preview);
    const report = createRowReport(file.source.path, ROW_TROUBLES);
    const labelled = mergeRows(tableRows(records, mapping, match, report.add), report.add);
    const used = new Set(labelled.map(({ source }) => source));
    const unnamed = files
      .filter((each) => each.audio && !used.has(each.source))
      .map(({ source }) =>
        unused(
          'dataset.unlabelled',
          source.path,
          'No row of the table that can be used names it.',
          'Add a row for it.',
        ),
      );
    const flags = classColumns(mapping, records.columns);
    const names = new Set(labelled.flatMap(({ classNames }) => classNames));
    const others = [...names].filter((name) => !flags.includes(name)).sort(byCodeUnits);
    return {
      root: commonFolders([file, ...files.filter((each) => each.audio)]),
      recognised: `Table ${file.name}: ${wordsFor(preview)}.`,
      classes: [...flags.filter((name) => names.has(name)), ...others],
      labelled,
      multiLabel: flags.length > 0,
      own: new Set([file]),
      problems: [...report.problems(), ...unnamed],
    };
  },
};
