import { readFileSync } from 'node:fs';
import Papa from 'papaparse';

/** The rows of a csv file, cells as text. */
export const readCsv = (path) => Papa.parse(readFileSync(path, 'utf8'), { skipEmptyLines: true }).data;

/** The largest difference between two lists of numbers; infinite where they are not as long. */
export function largestGap(a, b) {
  if (a.length !== b.length || a.length === 0) return Infinity;
  return a.reduce((most, value, i) => (Math.abs(value - b[i]) <= most ? most : Math.abs(value - b[i])), 0);
}
