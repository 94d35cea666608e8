import type { OnProgress } from '../core/progress';
import { isAbort, type Problem, problemOf } from '../core/problem';
import { breather } from './breathe';
import { isHiddenName, splitPath } from './names';
import { readFailure } from './openFile';
import type { ByteSource } from './source';

/** Deeper than any real data set; a link that leads to its own folder ends here. */
const MOST_DEPTH = 64;

export interface WalkOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** What a walk found: the files, unread, and those that it could not reach. */
export interface Walked {
  readonly sources: readonly ByteSource[];
  readonly problems: readonly Problem[];
}

/** Tells how many files were found so far; their total is not known while walking. */
function tellFound(onProgress: OnProgress | undefined, done: number): void {
  onProgress?.({ stage: 'walk', done, total: null, unit: 'files', secondsLeft: null });
}

function isFileEntry(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectoryEntry(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** All entries of one folder. `readEntries` gives at most 100 at a time and an empty list at the end. */
async function childrenOf(directory: FileSystemDirectoryEntry, signal?: AbortSignal): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    signal?.throwIfAborted();
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return children;
    children.push(...batch);
  }
}

/** The entry's path below what was dropped: `fullPath` without its leading slash. */
function pathOf(entry: FileSystemEntry): string {
  return entry.fullPath.replace(/^\/+/, '');
}

async function sourceOf(entry: FileSystemFileEntry): Promise<ByteSource> {
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
  return { kind: 'file', path: pathOf(entry), size: file.size, file };
}

/** The problem of a file or folder that could not be reached; an abort goes on up. */
function unreachable(error: unknown, subject: string): Problem {
  if (isAbort(error)) throw error;
  try {
    return readFailure(error, subject);
  } catch (problem) {
    return problemOf(problem, subject);
  }
}

/**
 * Every file below dropped entries, without reading any. Dot files and system litter are skipped, but for a folder that was
 * itself dropped; a file or folder that cannot be reached becomes a problem and the walk goes on. Aborts with the signal.
 *
 * Source: File and Directory Entries API, section 7.2 (`readEntries`).
 */
export async function walkEntries(entries: readonly FileSystemEntry[], options: WalkOptions = {}): Promise<Walked> {
  const { signal, onProgress } = options;
  const breathe = breather(signal);
  const sources: ByteSource[] = [];
  const problems: Problem[] = [];

  const addFiles = async (files: readonly FileSystemFileEntry[]) => {
    for (let at = 0; at < files.length; at += 100) {
      const batch = files.slice(at, at + 100);
      const results = await Promise.allSettled(batch.map(sourceOf));
      results.forEach((result, i) => {
        const entry = batch[i];
        if (result.status === 'fulfilled') sources.push(result.value);
        else if (entry) problems.push(unreachable(result.reason, pathOf(entry)));
      });
      tellFound(onProgress, sources.length);
      await breathe();
    }
  };

  const addDirectory = async (directory: FileSystemDirectoryEntry, depth: number): Promise<void> => {
    if (depth > MOST_DEPTH) {
      const cause = `Its folders are nested more than ${MOST_DEPTH} deep.`;
      const cure = 'Look for a link that leads back to its own folder.';
      problems.push({ code: 'files.depth', subject: pathOf(directory), cause, cure, severity: 'error' });
      return;
    }
    let children: FileSystemEntry[];
    try {
      children = (await childrenOf(directory, signal)).filter((child) => !isHiddenName(child.name));
    } catch (error) {
      problems.push(unreachable(error, pathOf(directory)));
      return;
    }
    await addFiles(children.filter(isFileEntry));
    for (const child of children.filter(isDirectoryEntry)) await addDirectory(child, depth + 1);
  };

  await addFiles(entries.filter(isFileEntry).filter((entry) => !isHiddenName(entry.name)));
  for (const entry of entries.filter(isDirectoryEntry)) await addDirectory(entry, 1);
  return { sources, problems };
}

/**
 * Every file of a picker: `webkitRelativePath` where a folder was picked, else the name. Dot files and system litter are
 * skipped, but for the picked folder's own name. Aborts with the signal.
 */
export async function walkFileList(files: ArrayLike<File>, options: WalkOptions = {}): Promise<Walked> {
  const breathe = breather(options.signal);
  const sources: ByteSource[] = [];
  for (let i = 0; i < files.length; i++) {
    const file = files[i];
    if (!file) continue;
    // Node's File has no webkitRelativePath.
    const path = (file as { readonly webkitRelativePath?: string }).webkitRelativePath || file.name;
    const { folders, name } = splitPath(path);
    if (!folders.slice(1).some(isHiddenName) && !isHiddenName(name)) {
      sources.push({ kind: 'file', path, size: file.size, file });
    }
    if (i % 256 === 255) {
      tellFound(options.onProgress, sources.length);
      await breathe();
    }
  }
  tellFound(options.onProgress, sources.length);
  return { sources, problems: [] };
}
