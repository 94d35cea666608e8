import { stemOf } from '../files/names';
import type { ListedFile } from './listing';

/** A recording that a path names; or why there is none. */
export type PathMatch = ListedFile | 'absent' | 'ambiguous';

/** A path's segments, whatever system wrote it: `\` or `/`, a drive, `file://`, `./`, any Unicode normal form. */
export function segmentsOf(path: string): string[] {
  return path
    .normalize('NFC')
    .replace(/^file:\/\//i, '')
    .split(/[/\\]+/)
    .filter((segment) => segment !== '' && segment !== '.');
}

/** How many segments two paths share, counted from their ends, the name itself not counted. */
function sharedFolders(a: readonly string[], b: readonly string[]): number {
  let n = 0;
  while (n < a.length - 1 && n < b.length - 1 && a[a.length - 2 - n] === b[b.length - 2 - n]) n++;
  return n;
}

interface Place {
  readonly file: ListedFile;
  readonly segments: readonly string[];
}

/**
 * Finds the recordings that a table's paths name, wherever the table's paths begin: of the files with the name, the one with
 * the most folders in common from the end (the longest common suffix). A name is first compared as it is, then without regard
 * to capitals, then, where it has no ending of its own, without endings. Two that fit equally well are ambiguous.
 */
export function createPathMatcher(files: readonly ListedFile[]): (path: string) => PathMatch {
  const keys: readonly ((name: string) => string)[] = [
    (name) => name,
    (name) => name.toLowerCase(),
    (name) => stemOf(name).toLowerCase(),
  ];
  const indices = keys.map(() => new Map<string, Place[]>());
  for (const file of files) {
    if (!file.audio) continue;
    const place = { file, segments: segmentsOf(file.source.path) };
    const name = place.segments.at(-1) ?? '';
    keys.forEach((keyOf, i) => {
      const index = indices[i];
      const held = index?.get(keyOf(name));
      if (held) held.push(place);
      else index?.set(keyOf(name), [place]);
    });
  }
  return (path) => {
    const segments = segmentsOf(path);
    const name = segments.at(-1) ?? '';
    if (name === '') return 'absent';
    const places = indices.map((index, i) =>
      i < 2 ? index.get(keys[i]?.(name) ?? '') : index.get(name.toLowerCase()),
    );
    const [first, ...others] = places.find((found) => found !== undefined) ?? [];
    if (!first) return 'absent';
    let best = { place: first, shared: sharedFolders(segments, first.segments), rivals: 0 };
    for (const place of others) {
      const shared = sharedFolders(segments, place.segments);
      if (shared > best.shared) best = { place, shared, rivals: 0 };
      else if (shared === best.shared) best.rivals++;
    }
    return best.rivals > 0 ? 'ambiguous' : best.place.file;
  };
}
