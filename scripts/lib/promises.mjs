import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { ROOT } from './site.mjs';

/** The table of promises, from the root of the project. */
export const TABLE = 'docs/reliability.md';
/** What stands in place of tests where there is none yet. */
export const OPEN = 'open';

const TEST_FOLDERS = ['src', 'tests', 'e2e'];
const TEST_FILE = /\.(?:test|spec)\.tsx?$/;
/** A title, at the beginning of a string: `promise 12: ...` or `promises 12, 13: ...`. */
const TITLE = /['"`]promises? (\d+(?:, \d+)*): /g;
/** What is never run proves nothing. */
const NOT_RUN = /\.(?:skip|fixme|todo)\(\s*$/;
/** A row of the table: number, promise, tests, note. */
const ROW = /^\| (\d+) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$/gm;

/** The numbers in the titles of a test file's text, ascending, each once. */
export function promisedIn(text) {
  const numbers = [...text.matchAll(TITLE)]
    .filter(({ index }) => !NOT_RUN.test(text.slice(0, index)))
    .flatMap(([, list]) => list.split(', ').map(Number));
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** The test files of each promise, by number: a Map of sorted paths from the root of the project. */
export function findPromises() {
  const found = new Map();
  for (const folder of TEST_FOLDERS) {
    for (const entry of readdirSync(join(ROOT, folder), { recursive: true })) {
      const path = posix.join(folder, ...entry.split(/[\\/]/));
      if (!TEST_FILE.test(path)) continue;
      for (const number of promisedIn(readFileSync(join(ROOT, path), 'utf8'))) {
        found.set(number, [...(found.get(number) ?? []), path].sort());
      }
    }
  }
  return found;
}

/** The rows of the table: number, promise, and the files that its third column links to, from the root of the project. */
export function readTable(text) {
  return [...text.matchAll(ROW)].map(([, number, promise, tests]) => ({
    number: Number(number),
    promise,
    isOpen: tests === OPEN,
    files: [...tests.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path]) => path),
  }));
}

/** The table's text with its third column made anew. */
export function writeTable(text, found) {
  return text.replace(ROW, (_, number, promise, _tests, note) => {
    const links = (found.get(Number(number)) ?? []).map((path) => `[${basename(path)}](../${path})`);
    return `| ${number} | ${promise} | ${links.join(', ') || OPEN} | ${note} |`;
  });
}
