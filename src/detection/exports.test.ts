import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeSource } from '../../tests/files/fakes';
import { readAudacity, readRaven } from '../dataset/annotationText';
import { recogniseDataset } from '../dataset/recognise';
import { DETECTION_EXPORTS, exportName, type DetectionExportName } from './exports';
import type { Detection } from './types';

const RECORDING = 'field/dawn chorus.wav';
const CONTEXT = { recording: RECORDING, band: [20, 8000] } as const;
const NAMES = Object.keys(DETECTION_EXPORTS) as DetectionExportName[];

const found = (label: string, start: number, end: number): Detection => ({
  classIndex: 0,
  label,
  start,
  end,
  peak: 0.987654,
  mean: 0.5,
});
const FOUND = [
  found('wren', 0.64, 2.5),
  found('owl, tawny', 1.25, 3),
  found('wren', 61.000001, 3600.5),
  found('owl, tawny', 70, 71.5),
];

describe('an export of detections', () => {
  it.each(NAMES)('as %s reads back as annotations of the recording', async (name) => {
    const text = DETECTION_EXPORTS[name].text(FOUND, CONTEXT);
    const dataset = await recogniseDataset([
      fakeSource(RECORDING),
      fakeSource(`field/${exportName(name, RECORDING)}`, text),
    ]);
    const read = dataset.clips.map(({ source, segment, labels }) => [
      source.path,
      dataset.classes[labels[0] ?? -1],
      segment?.start,
      segment?.end,
    ]);
    expect(read.toSorted()).toEqual(FOUND.map(({ label, start, end }) => [RECORDING, label, start, end]).toSorted());
    expect(dataset.problems).toEqual([]);
  });

  it('as a Raven table has Raven’s own columns, and the band that the model hears', () => {
    const [heading = '', first = ''] = DETECTION_EXPORTS.raven.text(FOUND, CONTEXT).split('\n');
    expect(heading.split('\t').slice(0, 7)).toEqual([
      'Selection',
      'View',
      'Channel',
      'Begin Time (s)',
      'End Time (s)',
      'Low Freq (Hz)',
      'High Freq (Hz)',
    ]);
    expect(first).toBe('1\tSpectrogram 1\t1\t0.640000\t2.500000\t20.0\t8000.0\tdawn chorus.wav\twren\t0.9877');
  });

  it('as Audacity labels is start, end and label', () => {
    expect(DETECTION_EXPORTS.audacity.text(FOUND.slice(0, 1))).toBe('0.640000\t2.500000\twren\n');
  });

  it('of nothing is an empty table', () => {
    expect(DETECTION_EXPORTS.csv.text([], CONTEXT)).toBe('file,start,end,label,peak,mean\r\n');
    expect(readRaven(DETECTION_EXPORTS.raven.text([], CONTEXT)).marks).toEqual([]);
  });

  it('keeps every line a line of its own, whatever a class is called', () => {
    const label = fc.string({ minLength: 1 }).filter((text) => text.replace(/[\t\r\n]+/g, ' ').trim() !== '');
    const span = fc.tuple(fc.nat(9999), fc.integer({ min: 1, max: 99 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(label, span), { maxLength: 8 }), (all) => {
        const detections = all.map(([text, [from, length]]) => found(text, from / 8, (from + length) / 8));
        const expected = detections.map(({ label, start, end }) => [
          label.replace(/[\t\r\n]+/g, ' ').trim(),
          start,
          end,
        ]);
        const texts = [
          readAudacity(DETECTION_EXPORTS.audacity.text(detections)),
          readRaven(DETECTION_EXPORTS.raven.text(detections, CONTEXT)),
        ];
        for (const { marks, odd, unlabelled } of texts) {
          expect(marks.map(({ label, start, end }) => [label, start, end])).toEqual(expected);
          expect([...odd, ...unlabelled]).toEqual([]);
        }
      }),
    );
  });

  it('is named after the recording', () => {
    expect(NAMES.map((name) => exportName(name, 'a/b.1.wav'))).toEqual([
      'b.1.detections.csv',
      'b.1.labels.txt',
      'b.1.Table.1.selections.txt',
    ]);
  });
});
