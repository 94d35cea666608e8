import Papa from 'papaparse';
import { fail, type Problem } from '../core/problem';
import { unused } from './layout';

/** One record of a table: its number as a spreadsheet shows it (the heading is row 1), and its cells by column name. */
export interface Row {
  readonly number: number;
  readonly cells: ReadonlyMap<string, string>;
}

export interface Table {
  readonly rows: readonly Row[];
  /** Rows that were left out: too few or too many cells, or a quote that never ends. */
  readonly problems: readonly Problem[];
}

/** How a row is named to people. */
export function rowName(subject: string, number: number): string {
  return `${subject}, row ${number}`;
}

/** The cells of a table as they stand. */
export interface Cells {
  readonly heading: readonly string[];
  /** Rows as wide as the heading, with their numbers; blank rows are passed over. */
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[];
  /** Rows of another width, and rows with a quotation mark out of place. */
  readonly ragged: readonly { readonly number: number; readonly width: number }[];
  readonly broken: readonly number[];
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/**
 * What stands between the cells: of the known delimiters the one that the first row has most often outside quotes. Empty
 * where two are as frequent: then the parser compares more rows, but it takes quotes for text while it does.
 */
function delimiterOf(text: string): string {
  const counts = DELIMITERS.map((character) => ({ character, count: 0 }));
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (character === '\n' || character === '\r') break;
    const found = counts.find((each) => each.character === character);
    if (found) found.count++;
  }
  const [first, second] = counts.sort((a, b) => b.count - a.count);
  return first && second && first.count > second.count ? first.character : '';
}

/**
 * The cells of a CSV text, trimmed: any of `,` `;` tab or `|` between them (or the given one), quotes, any line ends, a
 * byte-order mark. Source: RFC 4180.
 */
export function readCells(text: string, delimiter = ''): Cells {
  const plain = text.replace(/^\uFEFF/, '');
  const options = { header: false, skipEmptyLines: false, delimiter: delimiter || delimiterOf(plain) } as const;
  const parsed = Papa.parse<string[]>(plain, options);
  const heading = (parsed.data[0] ?? []).map((name) => name.trim());
  const badQuotes = new Set(parsed.errors.filter((error) => error.type === 'Quotes').map((error) => error.row));
  const rows: Cells['rows'][number][] = [];
  const ragged: Cells['ragged'][number][] = [];
  const broken: number[] = [];
  parsed.data.forEach((cells, i) => {
    const number = i + 1;
    if (i === 0 || cells.every((cell) => cell.trim() === '')) return;
    if (badQuotes.has(i)) broken.push(number);
    else if (cells.length !== heading.length) ragged.push({ number, width: cells.length });
    else rows.push({ number, cells: cells.map((cell) => cell.trim()) });
  });
  return { heading, rows, ragged, broken };
}

/**
 * Reads a CSV table with a heading (see `readCells`). Column names are compared in lower case; ragged rows are left out and
 * reported.
 *
 * Errors: `dataset.csv` where there is no heading, a needed column is missing, or a column comes twice.
 */
export function readTable(text: string, subject: string, needed: readonly string[]): Table {
  const table = readCells(text);
  const heading = table.heading.map((name) => name.toLowerCase());
  const missing = needed.filter((name) => !heading.includes(name));
  if (missing.length > 0) {
    const cause = `Its first row has no column ${missing.map((name) => `"${name}"`).join(', ')}.`;
    fail('dataset.csv', subject, cause, `It needs the columns ${needed.join(', ')}.`);
  }
  const twice = needed.find((name) => heading.indexOf(name) !== heading.lastIndexOf(name));
  if (twice) fail('dataset.csv', subject, `The column "${twice}" comes twice.`, 'Remove one of them.');
  const rows = table.rows.map(({ number, cells }) => ({
    number,
    cells: new Map(heading.map((name, c) => [name, cells[c] ?? ''])),
  }));
  const odd = (number: number, cause: string) => ({
    number,
    problem: unused('dataset.csv-row', rowName(subject, number), cause, 'Correct the row.'),
  });
  const problems = [
    ...table.broken.map((number) => odd(number, 'A quotation mark is out of place or never closed.')),
    ...table.ragged.map(({ number, width }) => odd(number, `It has ${width} cells, the heading ${heading.length}.`)),
  ];
  return { rows, problems: problems.sort((a, b) => a.number - b.number).map(({ problem }) => problem) };
}
