import { breather } from '../files/breathe';
import { fail, type Problem, warning } from '../core/problem';
import { eachOf, inStretches, mapping, sorting, type Breathe, type Stretches } from '../core/stretches';
import type { ByteSource } from '../files/source';
import { segmentName } from '../audio/segmentName';
import { hasEpicHdf5 } from './epicSounds';
import { groupsOf } from './groups';
import { type Labelled, type Layout, type Reading, type ReadContext, unused } from './layout';
import { LAYOUTS } from './layouts';
import { byCodeUnits, type ListedFile, listFiles, placeAudio } from './listing';
import { notAudio } from './notAudio';
import { hasTable, table } from './table';
import { isTableName } from './records';
import type { Clip, Dataset } from './types';

const HINTS = LAYOUTS.map(({ title, hint }) => `${title} (${hint})`).join('; ');

/** Fails in the words that fit, where no layout recognises the files. */
function failUnrecognised(files: readonly ListedFile[]): never {
  const { root, placed } = placeAudio(files);
  const subject = root[0] ?? 'The files';
  const folders = new Set(placed.map((place) => place.folders.at(-1)).filter((name) => name !== undefined));
  const only = [...folders][0] ?? (root.length >= 2 ? root.at(-1) : undefined);
  if (only !== undefined) failOneClass(subject, only, placed.length);
  const cause = `No labels can be told: the ${placed.length} recordings lie in one folder and their names share no beginnings.`;
  fail('dataset.no-labels', subject, cause, `Lay them out in one of these ways: ${HINTS}.`);
}

function failOneClass(subject: string, className: string, count: number): never {
  const cause = `There is only one class, "${className}" with ${count} recordings: nothing to tell apart.`;
  fail('dataset.one-class', subject, cause, `Add at least one more class. These layouts are understood: ${HINTS}.`);
}

/** Fails where there is nothing to work on: no files, no recordings among them, or none that holds a byte. */
function failWithoutAudio(files: readonly ListedFile[]): void {
  const kinds = 'wav, flac, ogg, mp3, m4a';
  if (files.length === 0) {
    const cure = `Choose a folder that holds recordings (${kinds}), or try the demo sounds.`;
    fail('dataset.empty', 'The folder', 'It holds no files.', cure);
  }
  const audio = files.filter((file) => file.audio);
  if (audio.length > 0 && !audio.every(isHollow)) return;
  if (hasEpicHdf5(files)) return;
  const listing = files.find((file) => isTableName(file.name));
  if (audio.length === 0 && listing) {
    const cause = 'The table came alone: there is no recording beside it.';
    fail(
      'dataset.no-audio',
      listing.source.path,
      cause,
      'Drop the folder that holds both the table and the recordings.',
    );
  }
  const none = `None of its ${files.length} files is a recording (${kinds}).`;
  const cause = audio.length === 0 ? none : 'All its recordings are empty files.';
  fail('dataset.no-audio', files[0]?.folders[0] ?? 'The files', cause, 'Choose the folder that holds the recordings.');
}

/** An audio file of no bytes. */
function isHollow(file: ListedFile): boolean {
  return file.audio && file.source.size === 0;
}

/** The annotation's own id, or the path with the segment. */
function idOf({ id, source, segment }: Labelled): string {
  return id ?? segmentName(source.path, segment);
}

/** Unique ids; where several clips share one, the second is "id (2)" and so on, with a warning. */
function* identify(labelled: readonly Labelled[], problems: Problem[]): Stretches<{ id: string; item: Labelled }[]> {
  const taken = new Set<string>();
  yield* eachOf(labelled, (item) => taken.add(idOf(item)));
  const seen = new Set<string>();
  return yield* mapping(labelled, (item) => {
    const own = idOf(item);
    let id = own;
    if (seen.has(own)) {
      for (let n = 2; taken.has(id); n++) id = `${own} (${n})`;
      const cause = `Another file has the same path; this one is called "${id}" here.`;
      problems.push(warning('dataset.same-path', own, cause, 'Check that no recording was added twice.'));
      taken.add(id);
    }
    seen.add(own);
    return { id, item };
  });
}

/** Warnings about classes: too few recordings, or names that differ only in capitals. */
function classWarnings(counts: ReadonlyMap<string, number>): Problem[] {
  const problems: Problem[] = [];
  const spelling = new Map<string, string>();
  for (const [name, count] of counts) {
    if (count < 2) {
      const cause = 'The class has a single recording, which cannot be both in training and in validation.';
      problems.push(warning('dataset.small-class', name, cause, 'Add recordings, or leave the class out.'));
    }
    const other = spelling.get(name.toLowerCase());
    if (other !== undefined) {
      const cause = `The class differs from "${other}" only in capital letters; they count as two.`;
      problems.push(warning('dataset.class-names', name, cause, 'Give both the same name if they are the same.'));
    }
    spelling.set(name.toLowerCase(), name);
  }
  return problems;
}

/** A sound data set from a layout's reading: classes in order, ids made unique, every unused file explained. */
function* assemble(
  reading: Reading,
  files: readonly ListedFile[],
  set: readonly Problem[],
): Stretches<Omit<Dataset, 'layout'>> {
  const problems: Problem[] = [...set, ...reading.problems];
  yield* eachOf(files, (file) => {
    if (!file.audio && !reading.own.has(file)) problems.push(notAudio(file));
  });
  const counts = new Map<string, number>();
  yield* eachOf(reading.labelled, ({ classNames }) => {
    for (const className of classNames) counts.set(className, (counts.get(className) ?? 0) + 1);
  });
  const classes = reading.classes ?? [...counts.keys()].sort(byCodeUnits);
  const name = reading.root.at(-1) ?? 'Recordings';
  const [only] = classes;
  if (only === undefined) {
    const cause = `${reading.recognised} But none of the recordings has a label.`;
    fail('dataset.no-labels', name, cause, 'Check that the recordings and their lists belong together.');
  }
  if (classes.length === 1) failOneClass(name, only, reading.labelled.length);
  for (const problem of classWarnings(counts)) problems.push(problem);
  const index = new Map(classes.map((className, i) => [className, i]));
  yield;
  const groups = groupsOf(reading.labelled);
  yield;
  const identified = yield* identify(reading.labelled, problems);
  const found = yield* mapping(identified, ({ id, item }, i): Clip => {
    const labels = item.classNames.map((className) => {
      const label = index.get(className);
      if (label === undefined) throw new RangeError(`class ${className} is not among the layout's classes`);
      return label;
    });
    const { source, part, fold, segment } = item;
    return { id, source, labels: labels.sort((a, b) => a - b), part, fold, segment, group: groups[i] ?? null };
  });
  const clips = yield* sorting(found, (a, b) => byCodeUnits(a.id, b.id));
  const folds = [...new Set(clips.map(({ fold }) => fold))].filter((fold) => fold !== null).sort((a, b) => a - b);
  const multiLabel = (reading.multiLabel ?? false) || clips.some(({ labels }) => labels.length > 1);
  return { name, recognised: reading.recognised, classes, multiLabel, clips, folds, problems };
}

/** The layout that reads the files: the one that a table's mapping asks for, or the first that recognises them. */
async function layoutOf(
  files: readonly ListedFile[],
  context: ReadContext,
  breathe: Breathe,
): Promise<Layout | undefined> {
  if (context.mapping) return table;
  for (const layout of LAYOUTS) {
    await breathe();
    if (await layout.recognises(files, context)) return layout;
  }
  return (await hasTable(files, context)) ? table : undefined;
}

/**
 * Recognises a data set by the names of its files and by its own lists; no recording is read. The first of `LAYOUTS` that
 * fits reads it. The result does not depend on the order of the sources.
 *
 * Errors (`ProblemError`): `dataset.empty`, `dataset.no-audio`, `dataset.no-labels`, `dataset.one-class`,
 * `dataset.csv`, `dataset.csv-labels`, and those of a list that cannot be read. All lesser trouble is in `problems`.
 */
export async function recogniseDataset(sources: readonly ByteSource[], context: ReadContext = {}): Promise<Dataset> {
  const { signal, onProgress } = context;
  const breathe = breather(signal);
  const tell = (done: number) =>
    onProgress?.({ stage: 'recognise', done, total: sources.length, unit: 'files', secondsLeft: null });
  tell(0);
  await breathe();
  const all = await listFiles(sources, breathe);
  failWithoutAudio(all);
  await breathe();
  const files = all.filter((file) => !isHollow(file));
  const setAside = all
    .filter(isHollow)
    .map(({ source }) => unused('dataset.empty-file', source.path, 'The file is empty.', 'Copy or record it again.'));
  const layout = (await layoutOf(files, context, breathe)) ?? failUnrecognised(files);
  await breathe();
  const reading = await layout.read(files, context);
  await breathe();
  const dataset = { layout: layout.name, ...(await inStretches(assemble(reading, files, setAside), breathe)) };
  tell(sources.length);
  return dataset;
}
