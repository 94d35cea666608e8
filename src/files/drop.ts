import { expandZips } from './expandZips';
import { walkEntries, walkFileList, walkHandles, type Walked, type WalkOptions } from './walk';

/** What a drop carried, taken out of the event: entries to walk, and files that have no entry. */
export interface Dropped {
  readonly entries: readonly FileSystemEntry[];
  readonly files: readonly File[];
  /** What opens all of it again in a later visit; null where the browser gives no such thing. */
  readonly handles: Promise<readonly FileSystemHandle[] | null>;
}

/** Chromium's part of a drop. */
interface GivesHandle {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/**
 * Takes the files out of a drop. Page only, and within the event's own task: the browser empties the transfer afterwards.
 */
export function takeDropped(transfer: DataTransfer): Dropped {
  const entries: FileSystemEntry[] = [];
  const files: File[] = [];
  const asked: (Promise<FileSystemHandle | null> | null)[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    asked.push((item as GivesHandle).getAsFileSystemHandle?.() ?? null);
    const entry = item.webkitGetAsEntry();
    if (entry) entries.push(entry);
    else {
      const file = item.getAsFile();
      if (file) files.push(file);
    }
  }
  return { entries, files, handles: allOf(asked) };
}

async function allOf(asked: readonly (Promise<FileSystemHandle | null> | null)[]) {
  const found = await Promise.all(asked).catch(() => []);
  const handles = found.flatMap((handle) => handle ?? []);
  return handles.length > 0 && handles.length === asked.length ? handles : null;
}

function joined(walks: readonly Walked[]): Walked {
  return { sources: walks.flatMap((walk) => walk.sources), problems: walks.flatMap((walk) => walk.problems) };
}

async function expanded(walk: Walked, options: WalkOptions): Promise<Walked> {
  const { sources, problems } = await expandZips(walk.sources, options);
  return { sources, problems: [...walk.problems, ...problems] };
}

/** All files of a drop, zip archives as they are. */
export async function walkWhole(
  { entries, files }: Pick<Dropped, 'entries' | 'files'>,
  options: WalkOptions = {},
): Promise<Walked> {
  return joined([await walkEntries(entries, options), await walkFileList(files, options)]);
}

/** All files of a drop, those in zip archives among them. */
export async function walkDropped(dropped: Dropped, options: WalkOptions = {}): Promise<Walked> {
  return expanded(await walkWhole(dropped, options), options);
}

/** All files of what a drop of before gave to open again. */
export async function walkAgain(handles: readonly FileSystemHandle[], options: WalkOptions = {}): Promise<Walked> {
  return expanded(await walkHandles(handles, options), options);
}

/** All files of a picker, those in zip archives among them. */
export async function walkPicked(files: ArrayLike<File>, options: WalkOptions = {}): Promise<Walked> {
  return expanded(await walkFileList(files, options), options);
}
