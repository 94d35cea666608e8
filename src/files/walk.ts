import type { OnProgress } from '../core/progress';
import { isAbort, type Problem, problemOf } from '../core/problem';
import { breather } from './breathe';
import { isHiddenName, splitPath } from './names';
import { readFailure } from './openFile';
import type { ByteSource } from './source';
import { entryNode, handleNode, isFile, isFolder, type FileNode, type FolderNode, type TreeNode } from './treeNode';

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

/** The problem of a file or folder that could not be reached; an abort goes on up. */
function unreachable(error: unknown, subject: string): Problem {
  if (isAbort(error)) throw error;
  try {
    return readFailure(error, subject);
  } catch (problem) {
    return problemOf(problem, subject);
  }
}

async function sourceOf({ path, open }: FileNode): Promise<ByteSource> {
  const file = await open();
  return { kind: 'file', path, size: file.size, file };
}

/** Every file below dropped entries: see `walkNodes`. */
export function walkEntries(entries: readonly FileSystemEntry[], options: WalkOptions = {}): Promise<Walked> {
  return walkNodes(entries.map(entryNode), options);
}

/** Every file below files and folders that the page may open again: the same as where they were dropped. */
export function walkHandles(handles: readonly FileSystemHandle[], options: WalkOptions = {}): Promise<Walked> {
  return walkNodes(
    handles.map((handle) => handleNode(handle)),
    options,
  );
}

/**
 * Every file below some, without reading any. Dot files and system litter are skipped, but for a folder that was itself
 * given; a file or folder that cannot be reached becomes a problem and the walk goes on. Aborts with the signal.
 */
async function walkNodes(nodes: readonly TreeNode[], options: WalkOptions): Promise<Walked> {
  const { signal, onProgress } = options;
  const breathe = breather(signal);
  const sources: ByteSource[] = [];
  const problems: Problem[] = [];

  const addFiles = async (files: readonly FileNode[]) => {
    for (let at = 0; at < files.length; at += 100) {
      const batch = files.slice(at, at + 100);
      const results = await Promise.allSettled(batch.map(sourceOf));
      results.forEach((result, i) => {
        const node = batch[i];
        if (result.status === 'fulfilled') sources.push(result.value);
        else if (node) problems.push(unreachable(result.reason, node.path));
      });
      tellFound(onProgress, sources.length);
      await breathe();
    }
  };

  const addFolder = async (folder: FolderNode, depth: number): Promise<void> => {
    if (depth > MOST_DEPTH) {
      const cause = `Its folders are nested more than ${MOST_DEPTH} deep.`;
      const cure = 'Look for a link that leads back to its own folder.';
      problems.push({ code: 'files.depth', subject: folder.path, cause, cure, severity: 'error' });
      return;
    }
    let children: TreeNode[];
    try {
      children = (await folder.children(signal)).filter((child) => !isHiddenName(child.name));
    } catch (error) {
      problems.push(unreachable(error, folder.path));
      return;
    }
    await addFiles(children.filter(isFile));
    for (const child of children.filter(isFolder)) await addFolder(child, depth + 1);
  };

  await addFiles(nodes.filter(isFile).filter((node) => !isHiddenName(node.name)));
  for (const node of nodes.filter(isFolder)) await addFolder(node, 1);
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
