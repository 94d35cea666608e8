import { BlobWriter, Uint8ArrayReader, ZipWriter, configure } from '@zip.js/zip.js';
import { writeWav } from '../audio/wavWriter';
import { folderName, takeName, type Take } from './takes';

configure({ useWebWorkers: false });

/** Takes as a zip with a folder for each class: a data set that this page, and any other program, reads. */
export async function zipTakes(takes: readonly Take[]): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'));
  for (const take of takes) {
    const bytes = writeWav(take.samples, take.sampleRate);
    await writer.add(`${folderName(take.label)}/${takeName(take)}`, new Uint8ArrayReader(bytes));
  }
  return writer.close();
}
