import { ZipReader, type Entry, type FileEntry, type Reader } from '@zip.js/zip.js/lib/zip-core-reader.js';
import { fail, isAbort } from '../core/problem';
import { readFailure } from './openFile';
import { zipFailure } from './zipFailure';

/** The most that one entry may unpack to: an hour and a half of CD sound. */
export const MOST_ENTRY_BYTES = 1024 * 1024 * 1024;

/** Directories held ready; each is a few hundred bytes an entry. */
const MOST_DIRECTORIES = 2;

type Directory = ReadonlyMap<string, FileEntry>;

const directories = new Map<string, Promise<Directory>>();

/**
 * A name for an archive, made up: 128 random bits in hexadecimal. (`crypto.randomUUID` is missing on pages without TLS.)
 */
export function newArchiveId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Range reads of a Blob, as zip.js asks for them; a failed read is told in our words, about the archive. */
function rangesOf(archive: Blob, subject: string): Reader<Blob> {
  const readUint8Array = async (offset: number, length: number) => {
    const part = archive.slice(offset, offset + length);
    return new Uint8Array(await part.arrayBuffer().catch((error: unknown) => readFailure(error, subject)));
  };
  return {
    size: archive.size,
    init: () => Promise.resolve(),
    readUint8Array,
    createReadable: ({ offset = 0, size = archive.size }: { offset?: number; size?: number } = {}) =>
      archive.slice(offset, offset + size).stream(),
  } as unknown as Reader<Blob>;
}

/**
 * Every entry of an archive's central directory, in its order, with directories and duplicates left in and names not yet
 * judged; nothing is unpacked.
 *
 * An archive that can be read in two ways is refused. The strictest mode of zip.js is not used for the listing, as it would
 * refuse a whole archive for one doubled name; it is used for each entry that is opened.
 *
 * Errors: `files.zip` and those of a failed read, about `subject`.
 */
export async function* listArchive(archive: Blob, subject: string): AsyncGenerator<Entry> {
  const reader = new ZipReader(rangesOf(archive, subject), { useWebWorkers: false });
  try {
    yield* reader.getEntriesGenerator({ strictness: 'balanced', filenameValidation: 'tolerant' });
  } catch (error) {
    zipFailure(error, subject);
  }
}

async function readDirectory(archive: Blob, subject: string): Promise<Directory> {
  const directory = new Map<string, FileEntry>();
  for await (const entry of listArchive(archive, subject)) {
    if (!entry.directory) directory.set(entry.filename, entry);
  }
  return directory;
}

/** The archive's directory, read once and kept for the two archives used last. */
function directoryOf(archive: Blob, archiveId: string, subject: string): Promise<Directory> {
  const held = directories.get(archiveId);
  directories.delete(archiveId);
  const directory = held ?? readDirectory(archive, subject);
  directories.set(archiveId, directory);
  directory.catch(() => directories.delete(archiveId));
  for (const oldest of [...directories.keys()].slice(0, -MOST_DIRECTORIES)) directories.delete(oldest);
  return directory;
}

/**
 * Unpacks one entry by range reads of the archive, on this thread. Its local header must agree with the central directory,
 * its length with the stated one and its CRC-32 with its bytes.
 *
 * @param archiveId names the archive, so that later calls find its directory again
 * Errors: `files.zip`, and those of a failed read, about `subject`.
 */
export async function openZipEntry(
  archive: Blob,
  archiveId: string,
  name: string,
  subject: string,
  signal?: AbortSignal,
): Promise<Blob> {
  signal?.throwIfAborted();
  const entry = (await directoryOf(archive, archiveId, subject)).get(name);
  if (!entry) fail('files.zip', subject, 'The archive no longer holds this file.', 'Add the archive again.');
  if (entry.uncompressedSize > MOST_ENTRY_BYTES) {
    fail('files.zip', subject, 'It would unpack to more than 1 GiB.', 'Cut the recording into shorter ones.');
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
    write(chunk) {
      length += chunk.length;
      if (length > entry.uncompressedSize) {
        fail(
          'files.zip',
          subject,
          'It unpacks to more than the archive states.',
          'The archive is damaged: make it anew.',
        );
      }
      chunks.push(chunk);
    },
  });
  try {
    const options = { checkCrc32: true, strictness: 'strict', useWebWorkers: false } as const;
    await entry.getData(sink, signal ? { ...options, signal } : options);
  } catch (error) {
    if (isAbort(error) || signal?.aborted) throw error;
    zipFailure(error, subject);
  }
  return new Blob(chunks);
}
