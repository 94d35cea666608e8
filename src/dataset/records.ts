import { endingOf, isAudioName } from '../files/names';
import type { ByteSource } from '../files/source';
import { readText } from '../files/text';
import { readCells } from './csvTable';

/** A table of any kind as text cells: the columns' names, each once, and the rows. */
export interface Records {
  readonly columns: readonly string[];
  /** Numbered as an editor shows them: the first line is 1. */
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[];
  /** Rows that could not be read: of another width than the heading, a quotation mark astray, no JSON object. */
  readonly unreadable: readonly number[];
}

/** Stands between the values of a list in one cell; no text holds it by chance. */
export const LIST_MARK = '\u001f';

/** Names made unique: "label", "label (2)"; an unnamed column is called after its place. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, i) => {
    const plain = name === '' ? `column ${i + 1}` : name;
    let unique = plain;
    for (let n = 2; taken.has(unique); n++) unique = `${plain} (${n})`;
    taken.add(unique);
    return unique;
  });
}

/** CSV or TSV. A first row that names a recording is no heading: the columns are then called "column 1" and so on. */
function fromCells(text: string, delimiter: string): Records {
  const { heading, rows, ragged, broken } = readCells(text, delimiter);
  const unreadable = [...ragged.map(({ number }) => number), ...broken].sort((a, b) => a - b);
  if (!heading.some(isAudioName)) return { columns: uniqueNames(heading), rows, unreadable };
  return { columns: uniqueNames(heading.map(() => '')), rows: [{ number: 1, cells: heading }, ...rows], unreadable };
}

/** A JSON value as a cell; objects have none. */
function cellOf(value: unknown): string {
  if (Array.isArray(value))
    return value
      .map(cellOf)
      .filter((cell) => cell !== '')
      .join(LIST_MARK);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

function objectOf(line: string): Map<string, string> | null {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return new Map(Object.entries(value).map(([key, held]) => [key, cellOf(held)]));
  } catch {
    return null;
  }
}

/** JSON Lines: an object a line; the columns are all keys in the order in which they first come. Source: jsonlines.org. */
function fromJsonLines(text: string): Records {
  const columns = new Set<string>();
  const objects: { number: number; object: Map<string, string> }[] = [];
  const unreadable: number[] = [];
  text.split(/\r\n|\n|\r/).forEach((line, i) => {
    const plain = line.replace(/^\uFEFF/, '').trim();
    if (plain === '') return;
    const object = objectOf(plain);
    if (!object) unreadable.push(i + 1);
    else {
      for (const key of object.keys()) columns.add(key);
      objects.push({ number: i + 1, object });
    }
  });
  const names = [...columns];
  const rows = objects.map(({ number, object }) => ({ number, cells: names.map((name) => object.get(name) ?? '') }));
  return { columns: uniqueNames(names), rows, unreadable };
}

/** How a table is read, by the ending of its name. */
const READERS: ReadonlyMap<string, (text: string) => Records> = new Map([
  ['csv', (text: string) => fromCells(text, '')],
  ['tsv', (text: string) => fromCells(text, '\t')],
  ['jsonl', fromJsonLines],
  ['ndjson', fromJsonLines],
]);

export function isTableName(name: string): boolean {
  return READERS.has(endingOf(name));
}

/** Parses a table's text by the ending of its name. */
export function parseRecords(text: string, name: string): Records {
  return (READERS.get(endingOf(name)) ?? fromJsonLines)(text);
}

/** Tables read so far, for as long as their sources are held: a table is read again with every change of its mapping. */
const READ = new WeakMap<ByteSource, Promise<Records>>();

/** A table's records. Errors: those of `readText`. */
export function readRecords(source: ByteSource, signal?: AbortSignal): Promise<Records> {
  const held = READ.get(source);
  if (held) return held;
  const records = readText(source, signal).then((text) => parseRecords(text, source.path));
  READ.set(source, records);
  records.catch(() => READ.delete(source));
  return records;
}
