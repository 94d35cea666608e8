import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPromises, promisedIn, readTable, TABLE, writeTable } from '../../scripts/lib/promises.mjs';
import { ROOT } from '../../scripts/lib/site.mjs';
import { PRIVACY } from '../../src/ui/about/privacy';

const PROMISES = 62;
const text = readFileSync(join(ROOT, TABLE), 'utf8');
const rows = readTable(text);
const found = findPromises();

describe(TABLE, () => {
  it('has a row for each of the 62 promises, in order', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: PROMISES }, (_, i) => i + 1));
  });

  it('names no promise that a test proves but the table does not have', () => {
    expect([...found.keys()].filter((number) => number < 1 || number > PROMISES)).toEqual([]);
  });

  it.each(rows)('has for promise $number a test, and only tests that carry its number', ({ number, files }) => {
    const proved = found.get(number) ?? [];
    expect(
      files.filter((file) => !proved.includes(file)),
      'files without it: run npm run promises',
    ).toEqual([]);
    expect(proved.length, 'tests titled with its number').toBeGreaterThan(0);
  });
});

describe('the privacy statement', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

  it.each(PRIVACY)('is the same everywhere, and has its tests: %s', (sentence) => {
    expect(readme).toContain(`- ${sentence}\n`);
    const row = text.split('\n').find((line) => line.startsWith(`| ${sentence} |`)) ?? '';
    const files = [...row.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path = '']) => path);
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});

describe('a title', () => {
  // Put together here, so that this file proves nothing itself.
  const call = (open: string, numbers: string) => `${open}'promise${numbers}: what it says', () => {});`;

  it('carries one number or several, in a test or a table of tests', () => {
    expect(promisedIn(call('it(', ' 12'))).toEqual([12]);
    expect(promisedIn(call('it.each([1])(', 's 13, 4'))).toEqual([4, 13]);
    expect(promisedIn(call('{ title: ', ' 5'))).toEqual([5]);
  });

  it('counts for nothing where it is not run, or is no title', () => {
    expect(promisedIn(call('it.skip(', ' 12'))).toEqual([]);
    expect(promisedIn(call('test.fixme(\n  ', ' 12'))).toEqual([]);
    expect(promisedIn('// promise 12: later')).toEqual([]);
  });
});

describe('the column of tests', () => {
  const table = '| no. | promise |\n|---|---|---|---|\n| 1 | a | open | n |\n| 2 | b | [x](../old.test.ts) |  |\n';

  it('is written anew and nothing else is', () => {
    const text = writeTable(table, new Map([[1, ['src/a.test.ts', 'e2e/b.spec.ts']]]));
    expect(text).toContain('| 1 | a | [a.test.ts](../src/a.test.ts), [b.spec.ts](../e2e/b.spec.ts) | n |\n');
    expect(readTable(text)).toEqual([
      { number: 1, promise: 'a', isOpen: false, files: ['src/a.test.ts', 'e2e/b.spec.ts'] },
      { number: 2, promise: 'b', isOpen: true, files: [] },
    ]);
  });
});
