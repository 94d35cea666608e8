/** One reader's damaged files, in a process of its own: node fuzzChild.mjs BUNDLE, told what to do by a message. */
import { pathToFileURL } from 'node:url';

const [, , bundle] = process.argv;
const main = await import(pathToFileURL(bundle).href);
const WORK = {
  list: () => main.listReaders(),
  run: ({ name, cases, seed, path }) => main.runInProcess(name, cases, seed, path),
  draw: async ({ name, seed, number }) => Buffer.from(await main.drawCase(name, seed, number)).toString('base64'),
};
process.once('message', (message) => {
  Promise.resolve(WORK[message.work](message))
    .then((value) => ({ value }))
    .catch((error) => ({ error: error.stack ?? String(error) }))
    .then((answer) => process.send(answer, () => process.exit(0)));
});
