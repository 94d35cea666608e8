import { fail, type Problem } from '../core/problem';
import { readText } from '../files/text';
import { classesByNumber } from './classNumbers';
import { readTable, type Row, rowName } from './csvTable';
import { type Labelled, type Layout, type Reading, unused, wholeFile } from './layout';
import { isBelow, type ListedFile } from './listing';

const TABLE = 'esc50.csv';
const COLUMNS = ['filename', 'fold', 'target', 'category'] as const;

interface Entry {
  readonly number: number;
  readonly filename: string;
  readonly fold: number;
  readonly target: number;
  readonly category: string;
}

/** The shallowest table, one in a folder `meta` before others. */
function findTable(files: readonly ListedFile[]): ListedFile | undefined {
  const rank = (file: ListedFile) => file.folders.length * 2 + (file.folders.at(-1) === 'meta' ? 0 : 3);
  return files.filter(({ name }) => name.toLowerCase() === TABLE).sort((a, b) => rank(a) - rank(b))[0];
}

/** A whole number not below `least`, or null. */
function whole(text: string, least: number): number | null {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  return value >= least ? value : null;
}

/** The row's values, or why they cannot be used. */
function entryOf({ number, cells }: Row): Entry | string {
  const [filename = '', foldText = '', targetText = '', category = ''] = COLUMNS.map((name) => cells.get(name));
  const fold = whole(foldText, 1);
  const target = whole(targetText, 0);
  if (filename === '') return 'Its filename is empty.';
  if (fold === null) return `Its fold "${foldText}" is not a whole number from 1.`;
  if (target === null) return `Its target "${targetText}" is not a whole number from 0.`;
  if (category === '') return 'Its category is empty.';
  return { number, filename, fold, target, category };
}

/** The classes by ascending target. */
function classesOf(entries: readonly Entry[], subject: string): string[] {
  const rows = entries.map(({ number, target, category }) => ({
    row: `row ${number}`,
    number: target,
    name: category,
  }));
  return classesByNumber(rows, subject);
}

/** The data set's audio by file name; where a name comes twice, the file in `audio` is meant. */
function audioByName(files: readonly ListedFile[], root: readonly string[]): Map<string, ListedFile> {
  const byName = new Map<string, ListedFile>();
  const inAudio = (file: ListedFile) =>
    file.folders.length === root.length + 1 && file.folders[root.length] === 'audio';
  for (const file of files) {
    if (!file.audio || !isBelow(file, root)) continue;
    if (!byName.has(file.name) || inAudio(file)) byName.set(file.name, file);
  }
  return byName;
}

/**
 * ESC-50: `meta/esc50.csv` gives file name, fold, target and category of the recordings in `audio`. Rows without a file and
 * recordings without a row are reported. Subsets (ESC-10) keep the order of the targets.
 *
 * Source: Piczak 2015, "ESC: Dataset for Environmental Sound Classification"; the README of karolpiczak/ESC-50.
 */
export const esc50: Layout = {
  name: 'esc50',
  title: 'ESC-50',
  hint: 'a folder "audio" beside meta/esc50.csv',
  recognises: (files) => findTable(files) !== undefined,
  read: async (files, { signal }): Promise<Reading> => {
    const table = findTable(files);
    if (!table) fail('dataset.csv', TABLE, 'The table is not there.', 'Add the whole data set.');
    const root = table.folders.at(-1) === 'meta' ? table.folders.slice(0, -1) : table.folders;
    const path = table.source.path;
    const { rows, problems: ragged } = readTable(await readText(table.source, signal), path, COLUMNS);
    const problems: Problem[] = [...ragged];
    const entries: Entry[] = [];
    for (const row of rows) {
      const entry = entryOf(row);
      if (typeof entry !== 'string') entries.push(entry);
      else problems.push(unused('dataset.csv-row', rowName(path, row.number), entry, 'Correct the row.'));
    }
    const byName = audioByName(files, root);
    const labelled = new Map<ListedFile, Labelled>();
    for (const { number, filename, fold, category } of entries) {
      const file = byName.get(filename);
      const subject = rowName(path, number);
      if (!file) {
        const cause = `There is no recording "${filename}".`;
        problems.push(unused('dataset.missing', subject, cause, 'Check that the data set is complete.'));
      } else if (labelled.has(file)) {
        const cause = `"${filename}" was named in a row before; that one counts.`;
        problems.push(unused('dataset.csv-row', subject, cause, 'Remove one of the rows.'));
      } else labelled.set(file, wholeFile(file, category, null, fold));
    }
    for (const file of files) {
      if (!file.audio || labelled.has(file)) continue;
      const cause = `No row of ${TABLE} names it, or another file of its name is used.`;
      problems.push(unused('dataset.unlabelled', file.source.path, cause, 'Add a row for it, or leave it out.'));
    }
    const used = new Set([...labelled.values()].flatMap(({ classNames }) => classNames));
    const folds = new Set([...labelled.values()].map(({ fold }) => fold));
    return {
      root,
      recognised: `ESC-50: ${[...table.folders.slice(root.length), table.name].join('/')} with ${folds.size} folds.`,
      classes: classesOf(entries, path).filter((name) => used.has(name)),
      labelled: [...labelled.values()],
      own: new Set([table]),
      problems,
    };
  },
};
