import { csvRow, inertText } from '../core/csv';
import type { Detection } from './types';

/** What an export says beside the detections. */
export interface ExportContext {
  /** The recording's path or name. */
  readonly recording: string;
  /** The band that the model hears, in Hz: lowest and highest. */
  readonly band: readonly [number, number];
}

interface DetectionExport {
  readonly title: string;
  /** What follows the recording's own name: so that our own reader, and people, find the two together. */
  readonly ending: string;
  readonly mime: string;
  readonly text: (detections: readonly Detection[], context: ExportContext) => string;
}

/** Microseconds, as Audacity writes. */
const time = (seconds: number) => seconds.toFixed(6);
const score = (value: number) => value.toFixed(4);
/** Text for one cell of a table of tabs: no tab or line end, no space around, no formula. */
const cell = (text: string) => inertText(text.replace(/[\t\r\n]+/g, ' ').trim());

const RAVEN_HEADING = [
  'Selection',
  'View',
  'Channel',
  'Begin Time (s)',
  'End Time (s)',
  'Low Freq (Hz)',
  'High Freq (Hz)',
  'Begin File',
  'Species',
  'Score',
];

/**
 * The formats that detections are exported in. All of them are read back by `src/dataset`, as annotations of the recording.
 * Source: K. Lisa Yang Center for Conservation Bioacoustics, Raven Pro 1.6 User's Manual, "Saving selection tables";
 * Audacity Manual, "Importing and Exporting Labels"; RFC 4180.
 */
export const DETECTION_EXPORTS = {
  csv: {
    title: 'CSV',
    ending: '.detections.csv',
    mime: 'text/csv',
    text: (detections, { recording }) =>
      [
        csvRow(['file', 'start', 'end', 'label', 'peak', 'mean']),
        ...detections.map(({ start, end, label, peak, mean }) =>
          csvRow([recording, Number(time(start)), Number(time(end)), label, Number(score(peak)), Number(score(mean))]),
        ),
        '',
      ].join('\r\n'),
  },
  audacity: {
    title: 'Audacity labels',
    ending: '.labels.txt',
    mime: 'text/plain',
    text: (detections) =>
      detections.map(({ start, end, label }) => `${time(start)}\t${time(end)}\t${cell(label)}\n`).join(''),
  },
  raven: {
    title: 'Raven selection table',
    ending: '.Table.1.selections.txt',
    mime: 'text/plain',
    text: (detections, { recording, band }) =>
      [
        RAVEN_HEADING.join('\t'),
        ...detections.map(({ start, end, label, peak }, i) =>
          [
            i + 1,
            'Spectrogram 1',
            1,
            time(start),
            time(end),
            ...band.map((hz) => hz.toFixed(1)),
            cell(recording.slice(recording.lastIndexOf('/') + 1)),
            cell(label),
            score(peak),
          ].join('\t'),
        ),
        '',
      ].join('\n'),
  },
} as const satisfies Record<string, DetectionExport>;

export type DetectionExportName = keyof typeof DETECTION_EXPORTS;

/** What an export is to be called: the recording's own name without its ending, and the format's ending. */
export function exportName(name: DetectionExportName, recording: string): string {
  const file = recording.slice(recording.lastIndexOf('/') + 1);
  const dot = file.lastIndexOf('.');
  return `${dot > 0 ? file.slice(0, dot) : file}${DETECTION_EXPORTS[name].ending}`;
}
