import type { Problem } from '../core/problem';
import { endingOf, stemOf } from '../files/names';
import type { Hdf5Recording } from '../files/hdf5';
import { readText } from '../files/text';
import type { SourceFile } from '../files/source';
import { classesByNumber } from './classNumbers';
import { readTable, type Row } from './csvTable';
import { type Labelled, type Layout, type ReadContext, type Reading, unused } from './layout';
import { byCodeUnits, commonFolders, type ListedFile } from './listing';
import { createRowReport, type RowTrouble } from './rowReport';
import { parseTime } from './times';
import type { Part } from './types';

/** Hz of the recordings in the HDF5 file, and of the csv's sample numbers. */
const SAMPLE_RATE = 24_000;
/** Timestamps have milliseconds, cut or rounded; samples are whole. Seconds. */
const TOLERANCE = 0.001 + 1 / SAMPLE_RATE;
/** Rounding that a last sample may lie behind the end of its recording. Samples: one millisecond. */
const OVERHANG = SAMPLE_RATE / 1000;

const LISTS: readonly { readonly name: string; readonly part: Part }[] = [
  { name: 'epic_sounds_train.csv', part: 'train' },
  { name: 'epic_sounds_validation.csv', part: 'validation' },
];
const COLUMNS = [
  ...['annotation_id', 'video_id', 'start_timestamp', 'stop_timestamp', 'start_sample', 'stop_sample'],
  ...['class', 'class_id'],
] as const;

const TROUBLES = {
  incomplete: {
    code: 'dataset.csv-row',
    cause: 'lack a value, or have one that is no number',
    cure: 'Download the csv again.',
    severity: 'error',
  },
  samples: {
    code: 'dataset.times',
    cause: 'have sample numbers that disagree with their timestamps, or a stop that is not behind its start',
    cure: 'Download the csv again, or correct them: samples are counted at 24 kHz.',
    severity: 'error',
  },
  outside: {
    code: 'dataset.outside',
    cause: 'lie outside their recording',
    cure: 'Check that csv and audio are of the same version.',
    severity: 'error',
  },
  absent: {
    code: 'dataset.missing',
    cause: 'are of a video whose sound is not there',
    cure: 'Nothing to do if you left the videos out on purpose.',
    severity: 'error',
  },
} as const satisfies Record<string, RowTrouble>;

/** The sound of one video: where it is, and its samples where they are known before it is decoded. */
interface Video {
  readonly source: SourceFile;
  readonly samples: number | null;
}

interface Entry {
  readonly id: string;
  readonly video: string;
  readonly start: number;
  readonly stop: number;
  readonly className: string;
  readonly classId: number;
  readonly agrees: boolean;
}

function whole(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** A row's values; null where one is missing. Samples are what counts; timestamps are there to be compared with. */
function entryOf({ cells }: Row): Entry | null {
  const [id = '', video = ''] = [cells.get('annotation_id'), cells.get('video_id')];
  const className = cells.get('class') ?? '';
  const [start, stop, classId] = [
    whole(cells.get('start_sample')),
    whole(cells.get('stop_sample')),
    whole(cells.get('class_id')),
  ];
  const times = [parseTime(cells.get('start_timestamp') ?? ''), parseTime(cells.get('stop_timestamp') ?? '')] as const;
  if (id === '' || video === '' || className === '' || start === null || stop === null || classId === null) return null;
  if (times[0] === null || times[1] === null) return null;
  const gap = Math.max(Math.abs(start / SAMPLE_RATE - times[0]), Math.abs(stop / SAMPLE_RATE - times[1]));
  return { id, video, start, stop, className, classId, agrees: gap <= TOLERANCE + 1e-9 && stop > start };
}

/** The sounds by video: recordings of HDF5 files first, then files named after a video. */
async function videosIn(
  files: readonly ListedFile[],
  { listHdf5, signal }: ReadContext,
): Promise<{ videos: Map<string, Video>; containers: ListedFile[]; problems: Problem[] }> {
  const containers = files.filter(isHdf5);
  const videos = new Map<string, Video>();
  const problems: Problem[] = [];
  for (const { source } of containers) {
    if (source.kind !== 'file' || !listHdf5) {
      const cause = 'It cannot be read inside an archive.';
      problems.push(unused('files.hdf5', source.path, cause, 'Unpack it and add the folder.'));
      continue;
    }
    for (const recording of await listHdf5(source, signal)) {
      const problem = addRecording(recording, source, videos);
      if (problem) problems.push(problem);
    }
  }
  for (const { source, name, audio } of files) {
    const video = stemOf(name);
    if (audio && !videos.has(video)) videos.set(video, { source, samples: null });
  }
  return { videos, containers, problems };
}

function addRecording(
  { name, samples }: Hdf5Recording,
  { file, path, size }: Extract<SourceFile, { kind: 'file' }>,
  videos: Map<string, Video>,
): Problem | null {
  const source = { kind: 'hdf5', path: `${path}/${name}`, size, file, dataset: name, sampleRate: SAMPLE_RATE } as const;
  if (samples < 0) {
    return unused(
      'files.hdf5',
      source.path,
      'It is no row of samples.',
      'Nothing to do, unless a video should be here.',
    );
  }
  if (!videos.has(name)) videos.set(name, { source, samples });
  return null;
}

/** The classes by ascending class_id. */
function classesOf(entries: readonly Entry[], subject: string): string[] {
  return classesByNumber(
    entries.map(({ id, classId, className }) => ({ row: id, number: classId, name: className })),
    subject,
  );
}

function listsIn(files: readonly ListedFile[]): { file: ListedFile; part: Part }[] {
  const byDepth = [...files].sort((a, b) => a.folders.length - b.folders.length);
  return LISTS.flatMap(({ name, part }) => {
    const file = byDepth.find((each) => each.name.toLowerCase() === name);
    return file ? [{ file, part }] : [];
  });
}

function isHdf5({ name }: ListedFile): boolean {
  return ['hdf5', 'h5'].includes(endingOf(name));
}

/** Whether the lists are there, and their sound in an HDF5 file: then there need be no other recording. */
export function hasEpicHdf5(files: readonly ListedFile[]): boolean {
  return files.some(isHdf5) && listsIn(files).length > 0;
}

/** Of the data set, but of no use here: the test list has no labels. */
const isOfDataset = ({ name }: ListedFile) => /^epic[_-]sounds.*\.(csv|pkl|md|txt)$|^(readme|licen[cs]e)/i.test(name);

/**
 * EPIC-SOUNDS: `EPIC_Sounds_train.csv` and `EPIC_Sounds_validation.csv`, one row a sound event of a video; the sound in
 * `EPIC_audio.hdf5` (a data set of 24 kHz samples for each video, read by slice) or in a file named after each video. Segments
 * are [start_sample, stop_sample) / 24,000 seconds; the group is the video. Rows whose samples and timestamps disagree by
 * more than a millisecond, that lie outside their recording, or whose video is absent, are told by kind and not used.
 *
 * Source: Huh et al. 2023, "EPIC-SOUNDS: A Large-scale Dataset of Actions That Sound"; the README of
 * epic-kitchens/epic-sounds-annotations.
 */
export const epicSounds: Layout = {
  name: 'epic-sounds',
  title: 'EPIC-SOUNDS',
  hint: 'EPIC_Sounds_train.csv and EPIC_Sounds_validation.csv beside EPIC_audio.hdf5 or a wav for each video',
  recognises: (files) => listsIn(files).length > 0,
  read: async (files, context): Promise<Reading> => {
    const lists = listsIn(files);
    const { videos, containers, problems } = await videosIn(files, context);
    const labelled: Labelled[] = [];
    const known: Entry[] = [];
    for (const { file, part } of lists) {
      const path = file.source.path;
      const report = createRowReport(path, TROUBLES);
      const { rows, problems: ragged } = readTable(await readText(file.source, context.signal), path, COLUMNS);
      problems.push(...ragged);
      for (const row of rows) {
        const entry = entryOf(row);
        if (!entry) report.add('incomplete', `row ${row.number}`);
        else {
          known.push(entry);
          const video = videos.get(entry.video);
          if (!entry.agrees) report.add('samples', entry.id);
          else if (!video) report.add('absent', entry.video);
          else if (video.samples !== null && entry.stop > video.samples + OVERHANG) report.add('outside', entry.id);
          else labelled.push(clipOf(entry, video, part));
        }
      }
      problems.push(...report.problems());
    }
    const classes = classesOf(known, lists[0]?.file.source.path ?? 'EPIC-SOUNDS');
    const present = new Set(labelled.flatMap(({ classNames }) => classNames));
    const used = new Set(labelled.map(({ group }) => group));
    for (const { source, name, audio } of files) {
      if (!audio || used.has(stemOf(name))) continue;
      problems.push(unused('dataset.unlabelled', source.path, 'No row that can be used is of it.', 'Nothing to do.'));
    }
    const own = [...lists.map(({ file }) => file), ...containers, ...files.filter(isOfDataset)];
    return {
      root: commonFolders(lists.map(({ file }) => file)),
      recognised: `EPIC-SOUNDS: ${labelled.length.toLocaleString('en')} sound events of ${used.size} videos, parts by ${lists.map(({ file }) => file.name).join(' and ')}.`,
      classes: classes.filter((name) => present.has(name)),
      labelled: labelled.sort((a, b) => byCodeUnits(a.id ?? '', b.id ?? '')),
      own: new Set(own),
      problems,
    };
  },
};

function clipOf({ id, video, start, stop, className }: Entry, { source }: Video, part: Part): Labelled {
  const segment = { start: start / SAMPLE_RATE, end: stop / SAMPLE_RATE };
  return { source, classNames: [className], part, fold: null, segment, group: video, id };
}
