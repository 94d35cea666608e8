import { fail } from '../core/problem';
import { readSource, type ByteSource } from './source';

/** More than any list or table of a real data set: the largest, AudioSet's, has about 100 MB. */
const MOST_BYTES = 128 * 1024 * 1024;

/**
 * A text file of the data set as a string: UTF-8, or UTF-16 where a byte-order mark says so; the mark is removed, bytes
 * that are no text become U+FFFD. Errors: those of `readSource`, and `files.text-size` above 128 MiB.
 */
export async function readText(source: ByteSource, signal?: AbortSignal): Promise<string> {
  if (source.size > MOST_BYTES) {
    fail('files.text-size', source.path, 'The table is over 128 MiB.', 'Split it, or leave out the rows not needed.');
  }
  const bytes = new Uint8Array(await readSource(source, signal));
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  const big = bytes[0] === 0xfe && bytes[1] === 0xff;
  return new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8').decode(bytes);
}
