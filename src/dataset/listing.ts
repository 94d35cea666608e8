import { inStretches, mapping, sorting, type Breathe, type Stretches } from '../core/stretches';
import { isAudioName, splitPath } from '../files/names';
import type { ByteSource } from '../files/source';
import { partNamed } from './partNames';
import type { Part } from './types';

/** A source with its path taken apart once. */
export interface ListedFile {
  readonly source: ByteSource;
  readonly folders: readonly string[];
  readonly name: string;
  /** By its ending; its content is judged when it is decoded. */
  readonly audio: boolean;
}

/** An audio file's place below the folder that holds all of them, and below the folder of its part where there is one. */
export interface Placed {
  readonly file: ListedFile;
  readonly folders: readonly string[];
  readonly part: Part | null;
}

/** Compares by UTF-16 code units: the same order on every machine and in every language. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The sources in the order of their paths, whatever the order of the walk. Equal paths: the smaller file first.
 * @param breathe hands the thread back where the work so far has taken long
 */
export function listFiles(sources: readonly ByteSource[], breathe: Breathe): Promise<ListedFile[]> {
  return inStretches(listing(sources), breathe);
}

function* listing(sources: readonly ByteSource[]): Stretches<ListedFile[]> {
  const sorted = yield* sorting(sources, (a, b) => byCodeUnits(a.path, b.path) || a.size - b.size);
  return yield* mapping(sorted, (source) => {
    const { folders, name } = splitPath(source.path);
    return { source, folders, name, audio: isAudioName(name) };
  });
}

/** The longest chain of folders that all the files share. */
export function commonFolders(files: readonly ListedFile[]): readonly string[] {
  let common = files[0]?.folders ?? [];
  for (const { folders } of files) {
    const differs = common.findIndex((name, i) => name !== folders[i]);
    if (differs >= 0) common = common.slice(0, differs);
  }
  return common;
}

/** Whether the file lies in the folder, at any depth. */
export function isBelow(file: ListedFile, root: readonly string[]): boolean {
  return root.every((name, i) => file.folders[i] === name);
}

/**
 * The audio files below the folder they share. Where every top folder is named after a part, the training part among them
 * (`train` and `test`, say), they give the parts and count as no folder of a class.
 */
export function placeAudio(files: readonly ListedFile[]): { root: readonly string[]; placed: readonly Placed[] } {
  const audio = files.filter((file) => file.audio);
  const root = commonFolders(audio);
  const tops = new Set(audio.map((file) => file.folders[root.length] ?? ''));
  const parts = [...tops].map((top) => partNamed(top));
  const parted = tops.size >= 2 && parts.includes('train') && !parts.includes(undefined);
  const placed = audio.map((file) => {
    const folders = file.folders.slice(root.length);
    const part = parted ? (partNamed(folders[0] ?? '') ?? null) : null;
    return { file, folders: parted ? folders.slice(1) : folders, part };
  });
  return { root, placed };
}
