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

/**
 * Reads a CSV table with a heading: any of `,` `;` tab or `|` between cells, quotes, any line ends, a byte-order mark. Column
 * names are trimmed and compared in lower case; blank rows are passed over; ragged rows are left out and reported.
 *
 * Errors: `dataset.csv` where there is no heading, a needed column is missing, or a column comes twice.
 * Source: RFC 4180.
 */
export function readTable(text: string, subject: string, needed: readonly string[]): Table {
  const parsed = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { header: false, skipEmptyLines: false });
  const heading = (parsed.data[0] ?? []).map((name) => name.trim().toLowerCase());
  const missing = needed.filter((name) => !heading.includes(name));
  if (missing.length > 0) {
    const cause = `Its first row has no column ${missing.map((name) => `"${name}"`).join(', ')}.`;
    fail('dataset.csv', subject, cause, `It needs the columns ${needed.join(', ')}.`);
  }
  const twice = needed.find((name) => heading.indexOf(name) !== heading.lastIndexOf(name));
  if (twice) fail('dataset.csv', subject, `The column "${twice}" comes twice.`, 'Remove one of them.');

  const broken = new Set(parsed.errors.filter((error) => error.type === 'Quotes').map((error) => error.row));
  const rows: Row[] = [];
  const problems: Problem[] = [];
  parsed.data.forEach((cells, i) => {
    if (i === 0 || cells.every((cell) => cell.trim() === '')) return;
    const number = i + 1;
    if (broken.has(i)) {
      const cause = 'A quotation mark is out of place or never closed.';
      problems.push(unused('dataset.csv-row', rowName(subject, number), cause, 'Correct the row.'));
    } else if (cells.length !== heading.length) {
      const cause = `It has ${cells.length} cells, the heading ${heading.length}.`;
      problems.push(unused('dataset.csv-row', rowName(subject, number), cause, 'Correct the row.'));
    } else {
      rows.push({ number, cells: new Map(heading.map((name, c) => [name, (cells[c] ?? '').trim()])) });
    }
  });
  return { rows, problems };
}
