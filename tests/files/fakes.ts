import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { type Problem, ProblemError } from '../../src/core/problem';
import type { ByteSource } from '../../src/files/source';

const REPOSITORY = resolve(import.meta.dirname, '../..');

/** The folder of reference data outside the repository, where there is one. */
export const SHARED = process.env['LOAA_SHARED'] ?? join(REPOSITORY, '../shared');

/** Where a data set of the reference data lies, or null with the reason to skip. */
export function sharedDataset(name: string): string | null {
  const folder = join(SHARED, 'datasets', name);
  return existsSync(folder) ? folder : null;
}

const ONE_BYTE = new File(['x'], 'x');

/** A source that is there by its name alone: size 1, or the given text. */
export function fakeSource(path: string, text?: string | Uint8Array<ArrayBuffer>): ByteSource {
  const file = text === undefined ? ONE_BYTE : new File([text], path.split('/').at(-1) ?? path);
  return { kind: 'file', path, size: file.size, file };
}

export function fakeSources(...paths: string[]): ByteSource[] {
  return paths.map((path) => fakeSource(path));
}

/** A folder on disk as sources; texts are read, recordings stand for themselves by name and size. */
export function diskSources(folder: string, wrapping = ''): ByteSource[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => {
      const shown = wrapping + relative(folder, path).split(sep).join('/');
      if (/\.(txt|csv)$/.test(path)) return fakeSource(shown, new Uint8Array(readFileSync(path)));
      return { kind: 'file', path: shown, size: statSync(path).size, file: ONE_BYTE };
    });
}

/** A tree for `fakeEntry`: folders as objects, files as text, a failure as an error that reading gives. */
export interface FakeTree {
  readonly [name: string]: FakeTree | string | DOMException;
}

/** A FileSystemEntry as browsers give it: at most 100 children in each call, then none. */
export function fakeEntry(name: string, node: FakeTree | string | DOMException, parent = ''): FileSystemEntry {
  const fullPath = `${parent}/${name}`;
  const common = { name, fullPath };
  if (typeof node === 'string' || node instanceof DOMException) {
    const file = (resolve: (file: File) => void, reject: (error: DOMException) => void) =>
      queueMicrotask(() => (typeof node === 'string' ? resolve(new File([node], name)) : reject(node)));
    return { ...common, isFile: true, isDirectory: false, file } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    const rest = Object.entries(node);
    const readEntries = (resolve: (entries: FileSystemEntry[]) => void) =>
      queueMicrotask(() => resolve(rest.splice(0, 100).map(([child, below]) => fakeEntry(child, below, fullPath))));
    return { readEntries };
  };
  return { ...common, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

/** Runs a promise that must fail with a ProblemError and gives its problem. */
export async function problemFrom(promise: Promise<unknown>): Promise<Problem> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('it should have failed');
}
