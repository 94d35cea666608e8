import { fail } from '../core/problem';
import { expandZips } from '../files/expandZips';
import { endingOf, splitPath } from '../files/names';
import type { ByteSource } from '../files/source';
import { listArchive } from '../files/zip';
import { MANIFEST, readArchive } from './archive';
import type { StoredRun } from './record';
import { readRunFolder, runFolders } from './runFolder';

/** Whether a zip is an archive of runs. */
async function isArchiveOfRuns(zip: File): Promise<boolean> {
  for await (const { filename } of listArchive(zip, zip.name)) if (filename === MANIFEST) return true;
  return false;
}

/**
 * The runs among files: archives of runs, and folders with a run.json, also within other zips.
 * @param all what the files are called together, for problems
 * @throws ProblemError naming the file that is not sound; `runs.none` where there is no run among them
 */
export async function readRuns(sources: readonly ByteSource[], all: string): Promise<readonly StoredRun[]> {
  const runs: StoredRun[] = [];
  const others: ByteSource[] = [];
  for (const source of sources) {
    const isZip = source.kind === 'file' && endingOf(splitPath(source.path).name) === 'zip';
    if (isZip && (await isArchiveOfRuns(source.file))) runs.push(...(await readArchive(source.file, source.file.name)));
    else others.push(source);
  }
  for (const folder of runFolders((await expandZips(others)).sources)) runs.push(await readRunFolder(folder));
  if (runs.length > 0) return runs;
  return fail(
    'runs.none',
    all,
    'holds no run.',
    'Choose a file that “Export runs” wrote, the folder that train.py wrote, or a zip exported under Try it.',
  );
}
