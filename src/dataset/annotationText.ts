import { asWritten } from '../core/csv';
import { parseTime } from './times';

/** One stretch that an annotation file marks. */
export interface Mark {
  /** For messages: "line 4". */
  readonly row: string;
  readonly start: number;
  readonly end: number;
  readonly label: string;
  /** The recording that the row names, or null for the one that the file is named after. */
  readonly sound: string | null;
}

export interface Marks {
  readonly marks: readonly Mark[];
  /** Lines that are no stretch of time: points, and what cannot be read. */
  readonly odd: readonly string[];
  /** Lines without a label. */
  readonly unlabelled: readonly string[];
}

/** What an annotation file looks like, and how it is read. */
export interface AnnotationFormat {
  readonly title: string;
  readonly recognises: (text: string) => boolean;
  readonly read: (text: string) => Marks;
}

const linesOf = (text: string) => text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);

/** Columns of Raven that are never an annotation: its measurements, and what places a selection. */
const RAVEN_OWN =
  /^(selection|view|channel|(begin|end|file|delta|peak|center|centre|low|high|bandwidth|dur|max|min|avg|average|rms|energy|inband|freq|time|agg|cumulative|length|occupancy|leq|sel|snr|nist|pfc|bw|score|confidence|inst).*|.*\((s|hz|db.*|u|m?s)\)|.*%.*|begin (file|path|date|hour).*|file offset.*)$/i;
/** Names that say that a column is the annotation, the most telling first. */
const RAVEN_LABELS = [
  /^annotations?$/i,
  /^(label|class|tags?)$/i,
  /species|common ?name/i,
  /(call|song|sound|event).*type|^type$/i,
  /^(call|note|id)$/i,
];

function ravenColumns(heading: readonly string[]) {
  const at = (name: RegExp) => heading.findIndex((column) => name.test(column));
  const free = heading.findIndex((column) => column !== '' && !RAVEN_OWN.test(column));
  const named = RAVEN_LABELS.map(at).find((column) => column >= 0);
  return {
    selection: at(/^selection$/i),
    begin: at(/^begin time \(s\)$/i),
    end: at(/^end time \(s\)$/i),
    offset: at(/^file offset \(s\)$/i),
    sound: [/^begin path$/i, /^begin file$/i].map(at).find((column) => column >= 0) ?? -1,
    label: named ?? free,
  };
}

/**
 * A Raven selection table: tab-separated, times in seconds. A selection stands in it once for each view and channel that
 * it is drawn in; it counts once. In a table over several files the place in the file is "File Offset (s)". Frequency
 * limits are not used: a clip is the whole band of its stretch.
 * Source: K. Lisa Yang Center for Conservation Bioacoustics, Raven Pro 1.6 User's Manual, "Saving selection tables".
 */
export function readRaven(text: string): Marks {
  const lines = linesOf(text);
  const at = ravenColumns((lines[0] ?? '').split('\t').map((name) => name.trim()));
  const seen = new Set<string>();
  const marks: Mark[] = [];
  const odd: string[] = [];
  const unlabelled: string[] = [];
  lines.slice(1).forEach((line, i) => {
    if (line.trim() === '') return;
    const row = `line ${i + 2}`;
    const cells = line.split('\t').map((cell) => cell.trim());
    const cell = (column: number) => cells[column] ?? '';
    const [begin, end] = [parseTime(cell(at.begin)), parseTime(cell(at.end))];
    const sound = asWritten(cell(at.sound)) || null;
    const selection = cell(at.selection) || `${begin} ${end} ${cell(at.label)}`;
    if (seen.has(`${selection}\n${sound}`)) return;
    seen.add(`${selection}\n${sound}`);
    if (begin === null || end === null || end <= begin) odd.push(row);
    else if (cell(at.label) === '') unlabelled.push(row);
    else {
      const start = sound === null ? begin : (parseTime(cell(at.offset)) ?? begin);
      marks.push({ row, start, end: start + (end - begin), label: asWritten(cell(at.label)), sound });
    }
  });
  return { marks, odd, unlabelled };
}

/** Start, end, label, parted by tabs; a label may be empty. */
const AUDACITY_LINE = /^(\d+(?:[.,]\d+)?)\t(\d+(?:[.,]\d+)?)(?:\t(.*))?$/;

/**
 * An Audacity label track: start, end and label, parted by tabs, in seconds; lines that begin with a backslash hold the
 * frequencies of the label before them and are passed over. A label of no length marks a point, no clip.
 * Source: Audacity Manual, "Importing and Exporting Labels".
 */
export function readAudacity(text: string): Marks {
  const marks: Mark[] = [];
  const odd: string[] = [];
  const unlabelled: string[] = [];
  linesOf(text).forEach((line, i) => {
    if (line.trim() === '' || line.startsWith('\\')) return;
    const row = `line ${i + 1}`;
    const [, from = '', to = '', text = ''] = AUDACITY_LINE.exec(line) ?? [];
    const [start, end] = [parseTime(from), parseTime(to)];
    const label = asWritten(text.trim());
    if (start === null || end === null || end <= start) odd.push(row);
    else if (label === '') unlabelled.push(row);
    else marks.push({ row, start, end, label, sound: null });
  });
  return { marks, odd, unlabelled };
}

/** Every format of annotations in a .txt beside its recording. */
export const ANNOTATION_FORMATS: readonly AnnotationFormat[] = [
  {
    title: 'Raven selection tables',
    recognises: (text) => /\tBegin Time \(s\)\t(.*\t)?End Time \(s\)(\t|$)/i.test(`\t${linesOf(text)[0] ?? ''}`),
    read: readRaven,
  },
  {
    title: 'Audacity labels',
    recognises: (text) => AUDACITY_LINE.test(linesOf(text).find((line) => line.trim() !== '') ?? ''),
    read: readAudacity,
  },
];
