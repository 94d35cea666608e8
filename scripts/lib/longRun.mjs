import { openAsBlob } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobReader, BlobWriter, TextReader, TextWriter, ZipReader, ZipWriter } from '@zip.js/zip.js';
import { ROOT } from './site.mjs';

/** What a long run of so many steps lasts. */
const EPOCHS = 15;
const SECONDS = 600;

/** A history of `count` steps: the steps of `csv` over and over, numbered anew. */
function longer(csv, count) {
  const [head, ...lines] = csv.trimEnd().split(/\r?\n/);
  const names = head.split(',');
  const rows = lines.map((line) => line.split(','));
  const anew = {
    step: (i) => i + 1,
    epoch: (i) => (EPOCHS * (i + 1)) / count,
    seconds: (i) => (SECONDS * (i + 1)) / count,
  };
  const line = (i) => names.map((name, column) => anew[name]?.(i) ?? rows[i % rows.length][column]).join(',');
  return [head, ...Array.from({ length: count }, (_, i) => line(i)), ''].join('\n');
}

/** Writes an archive of runs that holds the example's run, made longer: so many steps. */
export async function writeLongRun(path, steps) {
  const example = await openAsBlob(join(ROOT, 'public', 'example', 'run.zip'));
  const zip = new ZipWriter(new BlobWriter());
  for (const entry of await new ZipReader(new BlobReader(example)).getEntries()) {
    const { filename } = entry;
    const text = () => entry.getData(new TextWriter());
    if (filename.endsWith('history.csv')) await zip.add(filename, new TextReader(longer(await text(), steps)));
    else if (filename.endsWith('run.json')) {
      const record = { ...JSON.parse(await text()), stepCount: steps };
      await zip.add(filename, new TextReader(JSON.stringify(record)));
    } else await zip.add(filename, new BlobReader(await entry.getData(new BlobWriter())));
  }
  const archive = await zip.close();
  await writeFile(path, Buffer.from(await archive.arrayBuffer()));
}
