import { endingOf, stemOf } from '../files/names';
import type { ByteSource } from '../files/source';
import { readText } from '../files/text';
import { ANNOTATION_FORMATS, type AnnotationFormat } from './annotationText';
import { type Layout, type ReadContext, type Reading, unused } from './layout';
import { commonFolders, type ListedFile } from './listing';
import { createPathMatcher } from './matchPaths';
import { type Annotation, MERGE_TROUBLES, mergeRows } from './mergeRows';
import { createRowReport, type RowTrouble } from './rowReport';

/** Texts that are looked into before it is clear that there are no annotations among them. */
const TRIED = 20;
/** Longer than any file of annotations: a text beyond this is something else. */
const MOST_BYTES = 32 * 1024 * 1024;

const TROUBLES = {
  ...MERGE_TROUBLES,
  odd: {
    code: 'dataset.times',
    cause: 'mark no stretch of time: the end must lie behind the start',
    cure: 'Draw them out to a stretch, or remove them.',
    severity: 'error',
  },
  unlabelled: {
    code: 'dataset.no-label',
    cause: 'have no label',
    cure: 'Fill them in, or remove them.',
    severity: 'error',
  },
  absent: {
    code: 'dataset.missing',
    cause: 'are of a recording that is not there',
    cure: 'Add the recording under the name that is written there.',
    severity: 'error',
  },
  ambiguous: {
    code: 'dataset.ambiguous',
    cause: 'are of a recording of which there are several',
    cure: 'Put the annotations beside the recording.',
    severity: 'error',
  },
} as const satisfies Record<string, RowTrouble>;

interface Found {
  readonly file: ListedFile;
  readonly format: AnnotationFormat;
  readonly text: string;
}

/** Texts by their beginnings, so that recognising reads little. */
async function formatOf(source: ByteSource, signal?: AbortSignal): Promise<Omit<Found, 'file'> | null> {
  if (source.size > MOST_BYTES) return null;
  const text = await readText(source, signal).catch(() => null);
  signal?.throwIfAborted();
  const format = text === null ? undefined : ANNOTATION_FORMATS.find(({ recognises }) => recognises(text));
  return text !== null && format ? { format, text } : null;
}

/** The annotation files of the drop. With `most`, the search ends after so many texts, or with the first that is one. */
async function annotationsIn(files: readonly ListedFile[], { signal }: ReadContext, most = Infinity): Promise<Found[]> {
  const found: Found[] = [];
  const texts = files.filter(({ name, audio }) => !audio && endingOf(name) === 'txt');
  for (const file of texts.slice(0, most)) {
    const known = await formatOf(file.source, signal);
    if (known) found.push({ file, ...known });
    if (known && most < Infinity) break;
  }
  return found;
}

/** The sound's name without ending: `dawn.Table.1.selections.txt` and `dawn.txt` are both of `dawn`. */
export function soundOf(name: string): string {
  const plain = stemOf(name)
    .replace(/([._-]selections?)?$/i, '')
    .replace(/\.table\.\d+$/i, '');
  return plain.replace(/[._-](labels?|annotations?|audacity)$/i, '');
}

/**
 * Annotations beside recordings: Raven selection tables and Audacity label tracks, each named after its recording or, in
 * Raven, naming it ("Begin Path", "Begin File"). Every marked stretch is a clip; stretches with the same ends are one clip
 * with several labels. What no mark covers is not used.
 */
export const selections: Layout = {
  name: 'selections',
  title: 'Raven or Audacity',
  hint: 'a Raven selection table or an Audacity label file (.txt) beside each recording, with its name',
  recognises: async (files, context) => (await annotationsIn(files, context, TRIED)).length > 0,
  read: async (files, context): Promise<Reading> => {
    const found = await annotationsIn(files, context);
    const match = createPathMatcher(files);
    const annotations: Annotation[] = [];
    const problems = [];
    const reports = new Map<string, ReturnType<typeof createRowReport<keyof typeof TROUBLES>>>();
    for (const { file, format, text } of found) {
      const report = createRowReport(file.source.path, TROUBLES);
      reports.set(file.source.path, report);
      const { marks, odd, unlabelled } = format.read(text);
      for (const row of odd) report.add('odd', row);
      for (const row of unlabelled) report.add('unlabelled', row);
      const beside = [...file.folders, soundOf(file.name)].join('/');
      for (const { row, start, end, label, sound } of marks) {
        const source = match(sound ?? beside);
        if (typeof source === 'string') {
          report.add(source, `${row}: ${sound ?? soundOf(file.name)}`);
          continue;
        }
        const where = `${file.source.path}\n${row}`;
        const classNames = [label.normalize('NFC')];
        const segment = { start, end };
        annotations.push({
          row: where,
          source: source.source,
          segment,
          classNames,
          part: null,
          fold: null,
          group: null,
        });
      }
    }
    const labelled = mergeRows(annotations, (trouble, where) => {
      const [path = '', row = ''] = where.split('\n');
      reports.get(path)?.add(trouble, row);
    });
    for (const report of reports.values()) problems.push(...report.problems());
    const used = new Set(labelled.map(({ source }) => source));
    for (const { source, audio } of files) {
      if (!audio || used.has(source)) continue;
      const cause = 'No annotation that can be used is of it.';
      problems.push(unused('dataset.unlabelled', source.path, cause, 'Add annotations under its name.'));
    }
    const titles = [...new Set(found.map(({ format }) => format.title))].join(' and ');
    return {
      root: commonFolders(files.filter((file) => file.audio)),
      recognised: `${titles}: ${labelled.length.toLocaleString('en')} marked stretches of ${used.size} recordings.`,
      classes: null,
      labelled,
      own: new Set(found.map(({ file }) => file)),
      problems,
    };
  },
};
