import { stemOf } from '../files/names';
import { type Labelled, type Layout, type Reading, unused, wholeFile } from './layout';
import { type ListedFile, type Placed, placeAudio } from './listing';

/** The name up to its first `_`, `-`, digit or space: "tabla_ghe1.flac" -> "tabla", "kick.wav" -> "kick", "01.wav" -> "". */
export function prefixOf(name: string): string {
  const stem = stemOf(name);
  const end = stem.search(/[_\-\d\s]/);
  return end < 0 ? stem : stem.slice(0, end);
}

/** How many names share each prefix. */
function countPrefixes(placed: readonly Placed[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { file } of placed) {
    const label = prefixOf(file.name);
    if (label !== '') counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}

/** A name counts as labelled if something follows its prefix, or if another name has the same. */
function isLabelled(file: ListedFile, counts: ReadonlyMap<string, number>): boolean {
  const label = prefixOf(file.name);
  return label !== '' && (label !== stemOf(file.name) || (counts.get(label) ?? 0) > 1);
}

/**
 * Labels from the beginning of the file names. Recognised where that gives two recordings or more for a label on average:
 * fewer mean that the names are only names.
 */
export const prefix: Layout = {
  name: 'prefix',
  title: 'Prefix of the file name',
  hint: 'file names that begin with their class, as in dog_1.wav',
  recognises: (files) => {
    const { placed } = placeAudio(files);
    const counts = countPrefixes(placed);
    const named = placed.filter(({ file }) => isLabelled(file, counts)).map(({ file }) => prefixOf(file.name));
    return named.length > 0 && named.length >= 2 * new Set(named).size;
  },
  read: (files): Promise<Reading> => {
    const { root, placed } = placeAudio(files);
    const counts = countPrefixes(placed);
    const labelled: Labelled[] = [];
    const problems = [];
    for (const { file, part } of placed) {
      if (isLabelled(file, counts)) labelled.push(wholeFile(file, prefixOf(file.name), part));
      else {
        const cause = 'Its name does not begin with a label.';
        problems.push(
          unused('dataset.unlabelled', file.source.path, cause, 'Rename it after its class, as in dog_1.wav.'),
        );
      }
    }
    return Promise.resolve({
      root,
      recognised: 'File names: labels from what comes before the first _, -, digit or space.',
      classes: null,
      labelled,
      own: new Set(),
      problems,
    });
  },
};
