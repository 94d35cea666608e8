/** One contestant of `npm run bench -- --dawn`, in a process of its own: node benchDawnChild.mjs BUNDLE, over messages. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { startDawn } from './dawn.mjs';
import { addIteratorHelpers } from './iteratorHelpers.mjs';

const [, , bundle] = process.argv;
addIteratorHelpers();
await startDawn();
const { createDawnContestant } = await import(pathToFileURL(bundle).href);
const answer = createDawnContestant((modelUrl) => async (file) => new Blob([readFileSync(new URL(file, modelUrl))]));
process.on('message', (message) => {
  void answer(message).then((reply) => process.send(reply));
});
