/** One target of `npm run parity -- --dawn`: node parityDawnChild.mjs BUNDLE DIR TARGET WORDS, over messages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startDawn } from './dawn.mjs';
import { addIteratorHelpers } from './iteratorHelpers.mjs';
import { ROOT } from './site.mjs';

const [, , bundle, directory, target, only] = process.argv;

/** The files under a folder, by their name relative to it. */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((path) => [relative(folder, path).split(sep).join('/'), new Blob([readFileSync(path)])]);
}

addIteratorHelpers();
await startDawn();
const { checkTarget } = await import(pathToFileURL(bundle).href);
const files = new Map([...filesIn(join(ROOT, 'fixtures-methods')), ...filesIn(directory)]);
await checkTarget({ target, only, files }, (message) => process.send(message));
