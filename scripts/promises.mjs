/**
 * npm run promises
 * Writes the tests' column of docs/reliability.md from the titles of the tests, and says which promises have none.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPromises, readTable, TABLE, writeTable } from './lib/promises.mjs';
import { ROOT } from './lib/site.mjs';

const path = join(ROOT, TABLE);
const text = writeTable(readFileSync(path, 'utf8'), findPromises());
writeFileSync(path, text);
const rows = readTable(text);
const open = rows.filter(({ isOpen }) => isOpen);
console.log(`${rows.length - open.length} of ${rows.length} promises have a test.`);
for (const { number, promise } of open) console.log(`  open: ${number} ${promise}`);
