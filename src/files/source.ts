import { openFile, readFailure } from './openFile';
import { openUrl } from './openUrl';

/**
 * One file that the user gave us, as data: cheap to hold by the hundred thousand, cloneable to a worker, bytes read only
 * when opened. `path` is relative to what was dropped, with `/`; it is text from outside and is never used as anything else.
 */
export type ByteSource =
  | { readonly kind: 'file'; readonly path: string; readonly size: number; readonly file: File }
  | {
      readonly kind: 'zip';
      readonly path: string;
      /** Bytes after unpacking, as the archive states them. */
      readonly size: number;
      readonly archive: File;
      /** Names the archive across threads, so that its directory is read once and not once for every entry. */
      readonly archiveId: string;
      readonly entry: string;
    }
  | { readonly kind: 'url'; readonly path: string; readonly size: number; readonly url: string };

/** One recording among many in an HDF5 file: a data set of samples. Read by slice (`files/hdf5.ts`), never whole. */
export interface Hdf5Source {
  readonly kind: 'hdf5';
  /** The file's path and, behind a `/`, the data set's name. */
  readonly path: string;
  /** Of the whole HDF5 file, in bytes. */
  readonly size: number;
  readonly file: File;
  readonly dataset: string;
  /** Hz. The format does not say; who lays out the data set does. */
  readonly sampleRate: number;
}

/** Where a sound comes from: a file of its own, or a recording in an HDF5 file. */
export type SourceFile = ByteSource | Hdf5Source;

type Kind = ByteSource['kind'];
type Open<K extends Kind> = (source: Extract<ByteSource, { kind: K }>, signal?: AbortSignal) => Promise<Blob>;

/** How each kind of source is opened. */
const OPEN: { readonly [K in Kind]: Open<K> } = {
  file: (source, signal) => openFile(source.file, source.path, signal),
  zip: async (source, signal) => {
    const { openZipEntry } = await import('./zip');
    return openZipEntry(source.archive, source.archiveId, source.entry, source.path, signal);
  },
  url: (source, signal) => openUrl(source.url, source.path, source.size, signal),
};

/**
 * The bytes behind a source, as a Blob: a file on disk stays on disk, an archive entry is unpacked and its CRC-32
 * checked, an address is downloaded.
 *
 * Throws a `ProblemError` that names the source: `files.vanished`, `files.unreadable`, `files.network`, `files.http`,
 * `files.html`, `files.short`, `files.zip`; and the signal's reason when aborted.
 */
export function openSource(source: ByteSource, signal?: AbortSignal): Promise<Blob> {
  const open = OPEN[source.kind] as (source: ByteSource, signal?: AbortSignal) => Promise<Blob>;
  return open(source, signal);
}

/** As `openSource`, and reads all of it. A file that vanishes between the two is reported in the same words. */
export async function readSource(source: ByteSource, signal?: AbortSignal): Promise<ArrayBuffer> {
  const blob = await openSource(source, signal);
  const bytes = await blob.arrayBuffer().catch((error: unknown) => readFailure(error, source.path));
  signal?.throwIfAborted();
  return bytes;
}
