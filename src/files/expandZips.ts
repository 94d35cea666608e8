import { isAbort, type Problem, problemOf } from '../core/problem';
import { STRETCH } from '../core/stretches';
import { breather } from './breathe';
import { endingOf, isHiddenName, splitPath, stemOf } from './names';
import type { ByteSource } from './source';
import type { Walked, WalkOptions } from './walk';

type Archive = Extract<ByteSource, { kind: 'file' }>;
type Packed = Extract<ByteSource, { kind: 'zip' }>;

function isArchive(source: ByteSource): source is Archive {
  return source.kind === 'file' && endingOf(splitPath(source.path).name) === 'zip';
}

/** Whether a name leads out of the folder that it would be unpacked to, or could not be a file there. */
function isUnsafeName(name: string): boolean {
  if (/^[/\\]|^[A-Za-z]:[/\\]/.test(name) || name.includes('\0')) return true;
  return name.split(/[/\\]/).some((segment) => segment === '..');
}

function refused(subject: string, cause: string, cure: string): Problem {
  return { code: 'files.zip', subject, cause, cure, severity: 'error' };
}

/** The archive's folder: its path without `.zip`, so that `dogs.zip` and `cats.zip` are two folders. */
function folderOf(archive: Archive): string {
  const { folders, name } = splitPath(archive.path);
  return [...folders, stemOf(name)].join('/');
}

/** The files of one archive. Locked, doubled and unsafely named entries are left out, each with its reason. */
async function expandZip(archive: Archive, options: WalkOptions): Promise<Walked> {
  const breathe = breather(options.signal);
  const folder = folderOf(archive);
  const found = new Map<string, Packed>();
  const doubled = new Set<string>();
  const problems: Problem[] = [];
  const { listArchive, newArchiveId } = await import('./zip');
  const archiveId = newArchiveId();
  for await (const entry of listArchive(archive.file, archive.path)) {
    await breathe();
    const name = entry.filename;
    const path = `${folder}/${name}`;
    if (entry.directory) continue;
    if (isUnsafeName(name)) {
      problems.push(refused(path, 'Its name leads out of the archive.', 'Do not trust this archive; make it anew.'));
    } else if (splitPath(name).folders.some(isHiddenName) || isHiddenName(splitPath(name).name)) {
      continue;
    } else if (entry.encrypted) {
      problems.push(refused(path, 'It is locked with a password.', 'Unpack it with its password and add the folder.'));
    } else if (found.has(name)) {
      doubled.add(name);
    } else {
      found.set(name, {
        kind: 'zip',
        path,
        size: entry.uncompressedSize,
        archive: archive.file,
        archiveId,
        entry: name,
      });
      if (found.size % 256 === 0) tellFound(options, found.size);
    }
  }
  for (const name of doubled) {
    found.delete(name);
    const cause = 'The archive holds this name more than once, so it cannot be told which file is meant.';
    problems.push(refused(`${folder}/${name}`, cause, 'Make the archive anew.'));
  }
  tellFound(options, found.size);
  return { sources: [...found.values()], problems };
}

function tellFound({ onProgress }: WalkOptions, done: number): void {
  onProgress?.({ stage: 'walk', done, total: null, unit: 'files', secondsLeft: null });
}

/**
 * Replaces each zip archive among the sources by the files in it, read from its directory alone. An archive that cannot be
 * read becomes a problem; archives within archives stay as they are. Aborts with the signal.
 */
export async function expandZips(sources: readonly ByteSource[], options: WalkOptions = {}): Promise<Walked> {
  const kept: ByteSource[] = [];
  const problems: Problem[] = [];
  const breathe = breather(options.signal);
  for (const [i, source] of sources.entries()) {
    if (i % STRETCH === 0) await breathe();
    if (!isArchive(source)) {
      kept.push(source);
      continue;
    }
    try {
      const inside = await expandZip(source, options);
      for (const file of inside.sources) kept.push(file);
      for (const problem of inside.problems) problems.push(problem);
    } catch (error) {
      if (isAbort(error) || options.signal?.aborted) throw error;
      problems.push(problemOf(error, source.path));
    }
  }
  return { sources: kept, problems };
}
