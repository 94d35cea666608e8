import { fail } from '../core/problem';
import { eachOf, filtering, mapping, type Stretches } from '../core/stretches';
import type { Dataset } from './types';

/**
 * The data set without the clips that turned out unusable, the same where there are none; classes left without any clip go too,
 * and labels are renumbered. In stretches.
 * @throws ProblemError where fewer than two classes are left
 */
export function* keepClips(dataset: Dataset, usable: (id: string) => boolean): Stretches<Dataset> {
  const clips = yield* filtering(dataset.clips, (clip) => usable(clip.id));
  const present = new Set<number>();
  yield* eachOf(clips, ({ labels }) => {
    for (const label of labels) present.add(label);
  });
  const classes = dataset.classes.filter((_, label) => present.has(label));
  if (classes.length < 2) {
    const left = classes[0] === undefined ? 'no usable clip is left' : `only "${classes[0]}" has usable clips left`;
    fail(
      'dataset.one-class',
      dataset.name,
      `cannot be trained on: ${left}.`,
      'See the list of files for the reasons, and add clips of at least two classes.',
    );
  }
  if (clips.length === dataset.clips.length && classes.length === dataset.classes.length) return dataset;
  const renumbered = new Map([...present].sort((a, b) => a - b).map((old, label) => [old, label]));
  const folds = dataset.folds.filter((fold) => clips.some((clip) => clip.fold === fold));
  const relabelled = yield* mapping(clips, (clip) => ({
    ...clip,
    labels: clip.labels.map((label) => renumbered.get(label) ?? 0),
  }));
  return { ...dataset, classes, folds, clips: relabelled };
}
