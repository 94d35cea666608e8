import { type Problem, warning } from '../core/problem';
import { readText } from '../files/text';
import { type Layout, type ReadContext, type Reading, unused, wholeFile } from './layout';
import { isBelow, type ListedFile } from './listing';
import type { Part } from './types';

/** The lists of Speech Commands, later ones winning: a clip in both is kept for the test. */
const LISTS: readonly { readonly name: string; readonly part: Part }[] = [
  { name: 'validation_list.txt', part: 'validation' },
  { name: 'testing_list.txt', part: 'test' },
];

const NOISE = '_background_noise_';

interface List {
  readonly file: ListedFile;
  readonly part: Part;
}

/** The lists of the shallowest folder that holds any. */
function findLists(files: readonly ListedFile[]): readonly List[] {
  const lists = files.flatMap((file) =>
    LISTS.filter(({ name }) => name === file.name).map(({ part }) => ({ file, part })),
  );
  const depth = Math.min(...lists.map(({ file }) => file.folders.length));
  const first = lists.find(({ file }) => file.folders.length === depth);
  return first ? lists.filter(({ file }) => file.folders.join('/') === first.file.folders.join('/')) : [];
}

/** The list's lines as paths below the data set's folder; blank lines left out, `\` and a leading `./` made plain. */
function linesOf(text: string): string[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim().replaceAll('\\', '/').replace(/^\.\//, ''))
    .filter((line) => line !== '');
}

/** The parts that the lists give, by path; a problem for each line without its file, one in all for an absent folder. */
async function readLists(
  lists: readonly List[],
  present: ReadonlySet<string>,
  { signal }: ReadContext,
): Promise<{ parts: Map<string, Part>; problems: Problem[] }> {
  const classes = new Set([...present].map((path) => path.split('/', 1)[0]));
  const parts = new Map<string, Part>();
  const problems: Problem[] = [];
  for (const { part } of LISTS) {
    const list = lists.find((other) => other.part === part)?.file;
    if (!list) continue;
    const absent = new Map<string, number>();
    for (const path of linesOf(await readText(list.source, signal))) {
      const folder = path.split('/', 1)[0] ?? '';
      const before = parts.get(path);
      if (!present.has(path) && !classes.has(folder)) absent.set(folder, (absent.get(folder) ?? 0) + 1);
      else if (!present.has(path)) {
        const cause = `${list.name} names it, but there is no such file.`;
        problems.push(warning('dataset.missing', path, cause, 'Check that the data set is complete.'));
      } else if (before && before !== part) {
        const cause = 'It is in both lists; it is kept for the test alone.';
        problems.push(warning('dataset.two-parts', path, cause, 'Take it out of one of the lists.'));
      }
      if (present.has(path)) parts.set(path, part);
    }
    for (const [folder, count] of absent) {
      const cause = `${list.name} names ${count} of its files, but the folder is not there.`;
      problems.push(warning('dataset.missing', folder, cause, 'Nothing to do if you left the class out on purpose.'));
    }
  }
  return { parts, problems };
}

/**
 * Speech Commands: a folder for each word, `validation_list.txt` and `testing_list.txt` naming the clips of those parts, all
 * others being for training. `_background_noise_` holds no words and is left out.
 *
 * Source: Warden 2018, "Speech Commands", section 7; the README of version 0.02.
 */
export const speechCommands: Layout = {
  name: 'speech-commands',
  title: 'Speech Commands',
  hint: 'a folder for each class beside validation_list.txt or testing_list.txt',
  recognises: (files) => findLists(files).length > 0,
  read: async (files, context): Promise<Reading> => {
    const lists = findLists(files);
    const root = lists[0]?.file.folders ?? [];
    const problems: Problem[] = [];
    const inClass = new Map<ListedFile, { path: string; className: string }>();
    let noise = 0;
    for (const file of files.filter((each) => each.audio)) {
      const className = file.folders[root.length];
      if (!isBelow(file, root) || className === undefined) {
        const cause = 'It lies in no folder of a class.';
        problems.push(unused('dataset.unlabelled', file.source.path, cause, 'Move it into the folder of its class.'));
      } else if (className === NOISE) noise++;
      else inClass.set(file, { className, path: [...file.folders.slice(root.length), file.name].join('/') });
    }
    if (noise > 0) {
      const cause = `Its ${noise} recordings are background noise and belong to no class.`;
      problems.push(unused('dataset.noise', [...root, NOISE].join('/'), cause, 'Nothing to do.'));
    }
    const present = new Set([...inClass.values()].map(({ path }) => path));
    const read = await readLists(lists, present, context);
    const labelled = [...inClass].map(([file, { path, className }]) =>
      wholeFile(file, className, read.parts.get(path) ?? 'train'),
    );
    const names = lists.map(({ file }) => file.name).join(' and ');
    return {
      root,
      recognised: `Speech Commands: folders as classes, parts by ${names}.`,
      classes: null,
      labelled,
      own: new Set(lists.map(({ file }) => file)),
      problems: [...problems, ...read.problems],
    };
  },
};
