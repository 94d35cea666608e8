import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeSource, fakeSources, problemFrom, sharedDataset } from '../../tests/files/fakes';
import { hdf5InNode, syncFile } from '../../tests/files/hdf5';
import { listHdf5 } from '../files/hdf5';
import { recogniseDataset } from './recognise';
import { DEFAULT_SPLIT } from './defaultSplit';
import { splitDataset } from './split';
import { straddling } from './straddle';

const HEADING =
  'annotation_id,participant_id,video_id,start_timestamp,stop_timestamp,start_sample,stop_sample,description,class,class_id';
const csv = (...rows: string[]) => [HEADING, ...rows].join('\n');
const row = (
  id: string,
  video: string,
  start: number,
  stop: number,
  name = 'click',
  classId = 2,
  times = [start, stop],
) => {
  const stamp = (samples: number) => {
    const seconds = samples / 24_000;
    const pad = (value: number) => String(Math.floor(value)).padStart(2, '0');
    return `${pad(seconds / 3600)}:${pad((seconds / 60) % 60)}:${(seconds % 60).toFixed(3).padStart(6, '0')}`;
  };
  return `${id},P01,${video},${stamp(times[0] ?? 0)},${stamp(times[1] ?? 0)},${start},${stop},"${name}, again",${name},${classId}`;
};
const hdf5 = (...videos: string[]) => ({
  listHdf5: async () => videos.map((name) => ({ name, samples: 240_000 })),
});
const TRAIN = 'E/EPIC_Sounds_train.csv';
const VALIDATION = 'E/EPIC_Sounds_validation.csv';

describe('EPIC-SOUNDS', () => {
  it('takes parts from the lists, classes by number, segments by samples, and the video as group', async () => {
    const dataset = await recogniseDataset(
      [
        fakeSource(TRAIN, csv(row('a_0', 'P01_01', 12_000, 51_674), row('a_1', 'P01_01', 60_000, 90_000, 'bark', 0))),
        fakeSource(VALIDATION, csv(row('b_0', 'P02_01', 0, 24_000))),
        fakeSource('E/EPIC_audio.hdf5', 'x'),
        fakeSource('E/EPIC_Sounds_recognition_test_timestamps.csv', 'x'),
      ],
      hdf5('P01_01', 'P02_01'),
    );
    expect(dataset).toMatchObject({
      layout: 'epic-sounds',
      name: 'E',
      classes: ['bark', 'click'],
      problems: [{ code: 'dataset.small-class' }],
    });
    expect(dataset.clips).toMatchObject([
      {
        id: 'a_0',
        labels: [1],
        part: 'train',
        group: 'P01_01',
        segment: { start: 0.5, end: 51_674 / 24_000 },
        source: { kind: 'hdf5', path: 'E/EPIC_audio.hdf5/P01_01', dataset: 'P01_01', sampleRate: 24_000 },
      },
      { id: 'a_1', labels: [0], part: 'train' },
      { id: 'b_0', part: 'validation', group: 'P02_01' },
    ]);
  });

  it('tells rows that disagree, lie outside, or have no sound, by kind, and uses none of them', async () => {
    const absent = Array.from({ length: 400 }, (_, i) => row(`z_${i}`, `P99_${i}`, 0, 24_000));
    const dataset = await recogniseDataset(
      [
        fakeSource(
          TRAIN,
          csv(
            row('ok', 'P01_01', 0, 24_000),
            row('rounded', 'P01_01', 24, 24_024, 'click', 2, [12, 24_036]),
            row('off', 'P01_01', 0, 24_000, 'click', 2, [0, 24_100]),
            row('backwards', 'P01_01', 24_000, 24_000),
            row('outside', 'P01_01', 230_000, 250_000),
            row('last', 'P01_01', 230_000, 240_010, 'bark', 0),
            'broken,P01,P01_01,x,00:00:01.000,0,24000,d,click,2',
            ...absent,
          ),
        ),
        fakeSource('E/EPIC_audio.hdf5', 'x'),
      ],
      hdf5('P01_01'),
    );
    expect(dataset.clips.map(({ id }) => id)).toEqual(['last', 'ok', 'rounded']);
    const causes = dataset.problems.filter(({ subject }) => subject === TRAIN).map(({ cause }) => cause);
    expect(causes).toEqual([
      expect.stringMatching(/^Rows that have sample numbers .*: 2 \(off, backwards\)\.$/),
      'Rows that lie outside their recording: 1 (outside).',
      'Rows that lack a value, or have one that is no number: 1 (row 8).',
      'Rows that are of a video whose sound is not there: 400 (P99_0, P99_1, P99_2, …).',
    ]);
  });

  it('takes a file a video where there is no HDF5', async () => {
    const dataset = await recogniseDataset([
      fakeSource(TRAIN, csv(row('a', 'P01_01', 0, 24_000), row('b', 'P01_02', 0, 24_000, 'bark', 0))),
      ...fakeSources('E/audio/P01_01.wav', 'E/audio/P01_02.flac', 'E/audio/other.wav'),
    ]);
    expect(dataset.clips.map(({ source }) => [source.kind, source.path])).toEqual([
      ['file', 'E/audio/P01_01.wav'],
      ['file', 'E/audio/P01_02.flac'],
    ]);
    expect(dataset.problems.map(({ code, subject }) => [code, subject])).toContainEqual([
      'dataset.unlabelled',
      'E/audio/other.wav',
    ]);
  });

  it('promise 36: refuses classes that contradict their numbers, and lists without any sound', async () => {
    const contradicting = csv(row('a', 'P01_01', 0, 24_000), row('b', 'P01_01', 0, 24_000, 'bark', 2));
    const sources = [fakeSource(TRAIN, contradicting), fakeSource('E/EPIC_audio.hdf5', 'x')];
    expect(await problemFrom(recogniseDataset(sources, hdf5('P01_01')))).toMatchObject({ code: 'dataset.csv-labels' });
    expect(await problemFrom(recogniseDataset([fakeSource(TRAIN, csv())]))).toMatchObject({ code: 'dataset.no-audio' });
  });

  const folder = sharedDataset('epic-sounds-layout');
  it.skipIf(folder === null)('the reference data set, whole (needs the reference data sets)', async () => {
    await hdf5InNode();
    const bytesOf = (name: string) => new Uint8Array(readFileSync(join(folder ?? '', name)));
    const { file } = syncFile(bytesOf('EPIC_audio.hdf5'), 40);
    const dataset = await recogniseDataset(
      [
        fakeSource(TRAIN, bytesOf('EPIC_Sounds_train.csv')),
        fakeSource(VALIDATION, bytesOf('EPIC_Sounds_validation.csv')),
        { kind: 'file', path: 'E/EPIC_audio.hdf5', size: file.size, file },
      ],
      { listHdf5: (source) => (source.kind === 'file' ? listHdf5(source.file, source.path) : Promise.resolve([])) },
    );
    const split = splitDataset(dataset, DEFAULT_SPLIT);
    expect([split.train.length, split.validation.length, split.test.length]).toEqual([34, 18, 0]);
    expect(dataset.problems.filter(({ code }) => code !== 'dataset.small-class')).toEqual([]);
    expect(straddling(dataset, split)).toBeNull();
  });
});
