import { type Labelled, type Layout, type Reading, unused, wholeFile } from './layout';
import { type Placed, placeAudio } from './listing';

/** Which folder names the class: the one that holds the recording, or, where that is always the same, the outermost. */
const LEVELS: readonly { readonly of: (place: Placed) => string | undefined; readonly words: string }[] = [
  { of: ({ folders }) => folders.at(-1), words: 'the folder that holds each recording' },
  { of: ({ folders }) => folders[0], words: 'the outermost folder' },
];

function classCount(placed: readonly Placed[], level: (typeof LEVELS)[number]): number {
  return new Set(placed.map(level.of).filter((name) => name !== undefined)).size;
}

/** A folder for each class, in one wrapping folder or more, with folders `train`, `validation`, `test` above them or not. */
export const folders: Layout = {
  name: 'folders',
  title: 'Folder for each class',
  hint: 'a folder for each class, named after it',
  recognises: (files) => {
    const { placed } = placeAudio(files);
    return LEVELS.some((level) => classCount(placed, level) >= 2);
  },
  read: (files): Promise<Reading> => {
    const { root, placed } = placeAudio(files);
    const level = LEVELS.find((each) => classCount(placed, each) >= 2);
    const labelled: Labelled[] = [];
    const problems = [];
    for (const place of placed) {
      const className = level?.of(place);
      if (className !== undefined) labelled.push(wholeFile(place.file, className, place.part));
      else {
        const cause = 'It lies beside the folders of the classes, in none of them.';
        problems.push(
          unused('dataset.unlabelled', place.file.source.path, cause, 'Move it into the folder of its class.'),
        );
      }
    }
    const parts = [...new Set(labelled.map(({ part }) => part))].filter((part) => part !== null);
    const split = parts.length > 0 ? `, parts by the folders ${parts.sort().join(', ')}` : '';
    return Promise.resolve({
      root,
      recognised: `Folder for each class: labels from ${level?.words ?? 'folders'}${split}.`,
      classes: null,
      labelled,
      own: new Set(),
      problems,
    });
  },
};
