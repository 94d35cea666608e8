import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeSource, fakeSources } from '../../tests/files/fakes';
import { ANNOTATION_FORMATS, readAudacity, readRaven } from './annotationText';
import { recogniseDataset } from './recognise';
import { soundOf } from './selections';
import type { Dataset } from './types';

const HEADING = 'Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tLow Freq (Hz)\tHigh Freq (Hz)\tSpecies';
const raven = (...rows: string[]) => [HEADING, ...rows].join('\n');
const clipsOf = ({ clips, classes }: Dataset) => clips.map(({ id, labels }) => [id, labels.map((i) => classes[i])]);

describe('a Raven selection table', () => {
  it('counts a selection once, however many views and channels it is drawn in', () => {
    const { marks, odd, unlabelled } = readRaven(
      raven(
        '1\tWaveform 1\t1\t1.5\t2.25\t0\t8000\twren',
        '1\tSpectrogram 1\t1\t1.5\t2.25\t500\t4000\twren',
        '1\tSpectrogram 1\t2\t1.5\t2.25\t500\t4000\twren',
        '2\tSpectrogram 1\t1\t3\t3\t500\t4000\towl',
        '3\tSpectrogram 1\t1\t4\t5\t500\t4000\t',
        '4\tSpectrogram 1\t1\t4\t5\t500\t4000\towl',
      ),
    );
    expect(marks).toEqual([
      { row: 'line 2', start: 1.5, end: 2.25, label: 'wren', sound: null },
      { row: 'line 7', start: 4, end: 5, label: 'owl', sound: null },
    ]);
    expect([odd, unlabelled]).toEqual([['line 5'], ['line 6']]);
  });

  it('takes the annotation from its column, never from a measurement', () => {
    const text = (columns: string, cells: string) => `${columns}\n${cells}`;
    const base =
      'Selection\tBegin Time (s)\tEnd Time (s)\tDelta Time (s)\tPeak Freq (Hz)\tAvg Power Density (dB FS/Hz)';
    const row = '1\t0\t1\t1\t2000\t-60';
    for (const name of ['Annotation', 'Species', 'Common Name', 'Call Type', 'My labels']) {
      expect(readRaven(text(`${base}\t${name}`, `${row}\twren`)).marks[0]?.label, name).toBe('wren');
    }
    expect(readRaven(text(base, row)).unlabelled).toEqual(['line 2']);
  });

  it('over several files places each in its own', () => {
    const text = [
      'Selection\tBegin Time (s)\tEnd Time (s)\tBegin File\tFile Offset (s)\tAnnotation',
      '1\t61.5\t62\tb.wav\t1.5\twren',
    ].join('\r\n');
    expect(readRaven(text).marks).toEqual([{ row: 'line 2', start: 1.5, end: 2, label: 'wren', sound: 'b.wav' }]);
  });
});

describe('an Audacity label track', () => {
  it('is read with its spectral lines passed over; points are told', () => {
    const text = '0.5\t1.25\twren\n\\\t500.0\t4000.0\n2,5\t3,5\towl song\n4\t4\tpoint\n5\t6\t\n5\t6\n';
    expect(readAudacity(text)).toEqual({
      marks: [
        { row: 'line 1', start: 0.5, end: 1.25, label: 'wren', sound: null },
        { row: 'line 3', start: 2.5, end: 3.5, label: 'owl song', sound: null },
      ],
      odd: ['line 4'],
      unlabelled: ['line 5', 'line 6'],
    });
  });
});

describe('annotation files', () => {
  it.each([
    ['dawn.txt', 'dawn'],
    ['dawn.Table.1.selections.txt', 'dawn'],
    ['dawn.selections.txt', 'dawn'],
    ['dawn_labels.txt', 'dawn'],
    ['dawn.2020.txt', 'dawn.2020'],
  ])('%s is of %s', (name, sound) => {
    expect(soundOf(name)).toBe(sound);
  });

  it('are told from other texts', () => {
    const kindOf = (text: string) => ANNOTATION_FORMATS.find(({ recognises }) => recognises(text))?.title ?? null;
    expect(kindOf(raven())).toBe('Raven selection tables');
    expect(kindOf('\uFEFF0\t1\tcat')).toBe('Audacity labels');
    for (const text of ['', 'hello', 'yes/a.wav\nno/b.wav', '1\t2', 'a\tb\tc', '1 2 cat']) {
      expect(kindOf(text), text).toBe(text === '1\t2' ? 'Audacity labels' : null);
    }
  });

  it('beside their recordings give clips, several labels where stretches coincide', async () => {
    const dataset = await recogniseDataset([
      fakeSource('field/dawn.txt', '0\t1\twren\n0\t1\towl\n2\t3\twren\n'),
      fakeSource('field/dusk.Table.1.selections.txt', raven('1\tSpectrogram 1\t1\t1\t2\t0\t9\towl')),
      fakeSource('field/lost.txt', '0\t1\twren'),
      ...fakeSources('field/dawn.wav', 'field/dusk.flac', 'field/quiet.wav', 'field/readme.txt'),
    ]);
    expect(dataset).toMatchObject({ layout: 'selections', multiLabel: true, classes: ['owl', 'wren'] });
    expect(clipsOf(dataset)).toEqual([
      ['field/dawn.wav#0-1', ['owl', 'wren']],
      ['field/dawn.wav#2-3', ['wren']],
      ['field/dusk.flac#1-2', ['owl']],
    ]);
    expect(dataset.problems.map(({ code, subject }) => [code, subject])).toEqual([
      ['dataset.missing', 'field/lost.txt'],
      ['dataset.unlabelled', 'field/quiet.wav'],
      ['dataset.not-audio', 'field/readme.txt'],
    ]);
    expect(dataset.clips[0]?.group).toBe('field/dawn.wav');
  });

  it('of any text are read without failing, and every mark is a stretch', () => {
    const cell = fc.oneof(fc.constantFrom('1', '2.5', '0', '-1', 'cat', '\\', '"', '1e9', ''), fc.string());
    const line = fc.array(cell, { maxLength: 8 }).map((cells) => cells.join('\t'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), (lines) => {
        for (const text of [lines.join('\n'), [HEADING, ...lines].join('\r\n')]) {
          for (const { read } of ANNOTATION_FORMATS) {
            for (const { start, end, label } of read(text).marks) {
              expect(end).toBeGreaterThan(start);
              expect(label).not.toBe('');
            }
          }
        }
      }),
    );
  });
});
