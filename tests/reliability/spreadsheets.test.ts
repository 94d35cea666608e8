import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { predictionsCsv, splitCsv } from '../../src/bundle/csvFiles';
import { warning } from '../../src/core/problem';
import { correctionsCsv, labelsCsv } from '../../src/dataset/corrections';
import type { EditedClip } from '../../src/dataset/edits';
import { DETECTION_EXPORTS } from '../../src/detection/exports';
import type { ClipMap } from '../../src/embedding/mapState';
import { curvesCsv } from '../../src/runs/curves';
import { foldsCsv, runsCsv, tableCsv } from '../../src/sweep/exports';
import { PAPER_TABLES } from '../../src/sweep/paperTables';
import { cellConfig } from '../../src/sweep/tableRuns';
import { fillTable, seriesOf } from '../../src/sweep/tables';
import { DEFAULT_CONFIG } from '../../src/training/config';
import { historyCsv } from '../../src/training/history';
import { durationBins, durationCsv } from '../../src/ui/data/durationBins';
import { problemCsv } from '../../src/ui/data/problemCsv';
import { resultsCsv } from '../../src/ui/errors/classResults';
import { confusionCsv } from '../../src/ui/errors/confusion';
import { mapCsv } from '../../src/ui/map/mapFiles';
import { predictionCsv } from '../../src/ui/tryit/predictionCsv';
import { fakeSource } from '../files/fakes';
import { done, planned, sampleResult, SUBJECT } from '../numeric/sweepRuns';

const SRC = join(import.meta.dirname, '../../src');

/** Beginnings that spreadsheets take for a formula, each before one that would call out. */
const EVIL = ['=', '+', '-', '@', '\t=', '\r=', '\n='].map((begin) => `${begin}HYPERLINK("http://evil.test","x")`);

const clips = EVIL.map((name): EditedClip => ({
  clip: {
    id: name,
    source: fakeSource(name),
    labels: [0],
    part: null,
    fold: null,
    segment: { start: 0, end: 1 },
    group: name,
  },
  classNames: [name],
  original: ['plain'],
  excluded: false,
}));
const storyClips = EVIL.map((name, i) => ({
  id: name,
  path: name,
  part: 'train' as const,
  segment: null,
  labels: [i],
  scores: EVIL.map((_, c) => (c === i ? 1 : 0)),
}));
const subjects = EVIL.map((name) => ({
  data: { ...SUBJECT.data, name },
  backbone: { ...SUBJECT.backbone, name },
}));
const runs = subjects.map((subject, i) => done(planned({}, { fold: 1 }), sampleResult(), subject, i + 1));
const { table2 } = PAPER_TABLES;
const setting = table2.rows[3]?.cells[0]?.setting;
const probes = subjects.flatMap((subject, i) =>
  setting ? [done(planned(cellConfig(setting, DEFAULT_CONFIG, subject.backbone)), sampleResult(), subject, i + 1)] : [],
);
const MAP: ClipMap = { ids: EVIL, components: null, shown: 1, unfolded: null, neighbours: null };
const detections = EVIL.map((label, i) => ({ classIndex: i, label, start: i, end: i + 1, peak: 1, mean: 1 }));
const detected = (name: keyof typeof DETECTION_EXPORTS) =>
  EVIL.map((recording) => DETECTION_EXPORTS[name].text(detections, { recording, band: [0, 8000] })).join('');

interface Exported {
  /** The file of `src` that writes it. */
  readonly of: string;
  readonly text: () => string;
  readonly delimiter?: string;
  /** Whether names from outside are among its cells. */
  readonly isNumbers?: boolean;
}

/** Every table that the page gives a person to open elsewhere. */
const EXPORTS: Readonly<Record<string, Exported>> = {
  'labels.csv': { of: 'dataset/corrections.ts', text: () => labelsCsv(clips, new Map()) },
  'corrections.csv': { of: 'dataset/corrections.ts', text: () => correctionsCsv(clips) },
  'split.csv': { of: 'bundle/csvFiles.ts', text: () => splitCsv(storyClips, EVIL) },
  'predictions.csv of a bundle': { of: 'bundle/csvFiles.ts', text: () => predictionsCsv(storyClips, EVIL) },
  'predictions.csv of Try it': {
    of: 'ui/tryit/predictionCsv.ts',
    text: () => predictionCsv(EVIL.map((name) => ({ name, seconds: 1, scores: [{ label: name, score: 1 }] }))),
  },
  'results.csv': {
    of: 'ui/errors/classResults.ts',
    text: () =>
      resultsCsv(
        'test',
        EVIL.map((name) => ({ name, averagePrecision: 1, precision: 1, recall: 1, f1: 1, support: 1 })),
      ),
  },
  'confusion.csv': { of: 'ui/errors/confusion.ts', text: () => confusionCsv(new Map(), EVIL) },
  'durations.csv': { of: 'ui/data/durationBins.ts', text: () => durationCsv(durationBins([1, 2], 1)), isNumbers: true },
  'map.csv': {
    of: 'ui/map/mapFiles.ts',
    text: () =>
      mapCsv(
        MAP,
        EVIL.map((_, label) => [label]),
        EVIL,
      ),
  },
  'files-not-used.csv': {
    of: 'ui/data/problemCsv.ts',
    text: () => problemCsv(EVIL.map((name) => warning(name, name, name, name))),
  },
  'history.csv': { of: 'training/history.ts', text: () => historyCsv([]), isNumbers: true },
  'curves.csv': {
    of: 'runs/curves.ts',
    text: () => curvesCsv(EVIL.map((title) => ({ title, points: [{ step: 1, epoch: 1, seconds: 1, value: -1 }] }))),
  },
  'runs.csv': { of: 'sweep/exports.ts', text: () => runsCsv(runs) },
  'folds.csv': { of: 'sweep/exports.ts', text: () => foldsCsv(runs) },
  'a table of the paper as csv': {
    of: 'sweep/exports.ts',
    text: () =>
      probes
        .map((probe) => tableCsv(table2, fillTable(table2, seriesOf([probe])[0] ?? null, [probe], 'esc50')))
        .join(''),
  },
  'detections as csv': { of: 'detection/exports.ts', text: () => detected('csv') },
  'detections as Audacity labels': { of: 'detection/exports.ts', text: () => detected('audacity'), delimiter: '\t' },
  'detections as a Raven table': { of: 'detection/exports.ts', text: () => detected('raven'), delimiter: '\t' },
};

/** Writers inside of what draws and reports: their lines are all `csvRow`'s. */
const WITHIN = ['bench/reportText.ts', 'ui/look/EntropyChart.tsx'];

const isNumber = (cell: string) => cell !== '' && Number.isFinite(Number(cell));

describe('promise 35: no exported cell is a formula to a spreadsheet', () => {
  it.each(Object.entries(EXPORTS))('promise 35: in %s', (_, { text, delimiter = ',', isNumbers = false }) => {
    const { data } = Papa.parse<string[]>(text(), { delimiter });
    const cells = data.flat();
    for (const cell of cells.filter((each) => !isNumber(each))) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
    const carried = cells.filter((cell) => cell.includes('evil.test'));
    if (isNumbers) expect(carried).toEqual([]);
    else expect(carried.length).toBeGreaterThanOrEqual(EVIL.length);
  });

  it('promise 35: by every file of the page that writes such tables', () => {
    const writers = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && path !== 'core/csv.ts')
      .filter((path) => /\b(csvRow|csvCell|inertText)\b|join\('\\t'\)/.test(readFileSync(join(SRC, path), 'utf8')));
    expect(writers.sort()).toEqual([...new Set([...WITHIN, ...Object.values(EXPORTS).map(({ of }) => of)])].sort());
  });
});
