import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeSource, fakeSources, problemFrom } from '../../tests/files/fakes';
import { guessMapping } from './guessMapping';
import { listFiles } from './listing';
import { createPathMatcher } from './matchPaths';
import { parseRecords } from './records';
import { recogniseDataset } from './recognise';
import { roleOf, withRole, type TableMapping, type TablePreview } from './tableMapping';
import { parseTime } from './times';
import type { Dataset } from './types';

const audio = (...names: string[]) => fakeSources(...names.map((name) => `set/audio/${name}`));
const WAVS = ['a.wav', 'b.wav', 'c.wav', 'd.wav'];
const read = (text: string, mapping?: TableMapping, name = 'meta.csv', wavs = WAVS) =>
  recogniseDataset([fakeSource(`set/${name}`, text), ...audio(...wavs)], { mapping });
const labelsOf = ({ clips, classes }: Dataset) =>
  Object.fromEntries(clips.map(({ id, labels }) => [id.replace('set/audio/', ''), labels.map((i) => classes[i])]));
const troubles = ({ problems }: Dataset) => problems.map(({ code }) => code);
const rolesOf = (text: string, name = 'meta.csv') => {
  const { columns, separator } = guessMapping(parseRecords(text, name), name);
  return { ...columns, ...(separator === 'none' ? {} : { separator }) };
};

describe('a guess of what columns mean', () => {
  it.each([
    ['plain', 'file,label\na.wav,cat\nb.wav,dog', { file: 'path', label: 'label' }],
    [
      'ESC-50',
      'filename,fold,target,category,esc10,src_file,take\n1-1-A-0.wav,1,0,dog,True,100032,A\n2-1-A-1.wav,2,1,cat,True,1,B',
      {
        filename: 'path',
        fold: 'fold',
        target: 'ignore',
        category: 'label',
        esc10: 'ignore',
        src_file: 'group',
        take: 'ignore',
      },
    ],
    [
      'UrbanSound8K: start and end are of the recording that the slice was cut from',
      'slice_file_name,fsID,start,end,salience,fold,classID,class\n1-3-0-0.wav,1,0.0,0.3,1,5,3,dog_bark\n2-2-0-0.wav,2,58.5,62.5,1,6,2,children',
      {
        slice_file_name: 'path',
        fsID: 'group',
        start: 'ignore',
        end: 'ignore',
        salience: 'ignore',
        fold: 'fold',
        classID: 'ignore',
        class: 'label',
      },
    ],
    [
      'segments with a speaker and parts',
      'Path;Onset (s);Offset (s);Speaker ID;Subset;Event\nx/a.wav;0,5;1,5;ann;train;cough\nx/a.wav;2;3;ann;test;sneeze',
      {
        Path: 'path',
        'Onset (s)': 'start',
        'Offset (s)': 'end',
        'Speaker ID': 'group',
        Subset: 'split',
        Event: 'label',
      },
    ],
    [
      'columns of classes',
      'itemid,wav,rain,wind\n1,a.wav,1,0\n2,b.wav,1,1',
      { itemid: 'ignore', wav: 'path', rain: 'class', wind: 'class' },
    ],
    [
      'several labels, as in FSD50K',
      'fname,labels,split\n64760.wav,"Guitar,Music",train\n16399.wav,"Guitar,Music",val\n3.wav,Music,train',
      { fname: 'path', labels: 'label', split: 'split', separator: 'comma' },
    ],
    [
      'a comma that belongs to the name',
      'fname,label\na.wav,"click, again"\nb.wav,"water, again"\nc.wav,plain',
      { fname: 'path', label: 'label' },
    ],
    ['no names that tell', 'x,y1\na.wav,cat\nb.wav,dog\nc.wav,cat\nd.wav,dog', { x: 'path', y1: 'label' }],
    ['no heading', 'a.wav,cat\nb.wav,dog\nc.wav,cat\nd.wav,dog', { 'column 1': 'path', 'column 2': 'label' }],
    ['numbered classes alone', 'file,class_id\na.wav,0\nb.wav,1', { file: 'path', class_id: 'label' }],
    ['names of every object', '__proto__,constructor\na.wav,x\nb.wav,y\nc.wav,x\nd.wav,y', null],
  ])('%s', (_, text, roles) => {
    if (roles) expect(rolesOf(text)).toEqual(roles);
    else {
      const mapping = guessMapping(parseRecords(text, 'm.csv'), 'm.csv');
      expect(['__proto__', 'constructor', 'toString'].map((name) => roleOf(mapping, name))).toEqual([
        'path',
        'label',
        'ignore',
      ]);
    }
  });

  it('of any text gives a role to every column and a single one to at most one', () => {
    const cell = fc.oneof(fc.constantFrom('a.wav', '0', '1', 'train', '1.5', '', 'x;y', '"'), fc.string());
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 8 }), (rows) => {
        for (const name of ['t.csv', 't.tsv', 't.jsonl']) {
          const records = parseRecords(rows.map((row) => row.join(',')).join('\n'), name);
          const mapping = guessMapping(records, name);
          expect(new Set(records.columns).size).toBe(records.columns.length);
          const roles = records.columns.map((column) => roleOf(mapping, column));
          const single = roles.filter((role) => role !== 'ignore' && role !== 'class');
          expect(new Set(single).size).toBe(single.length);
        }
      }),
    );
  });

  it('another role for a column frees the one that had it', () => {
    const mapping: TableMapping = { table: 't', columns: { a: 'path', b: 'label', c: 'class' }, separator: 'none' };
    expect(withRole(mapping, 'b', 'path').columns).toEqual({ a: 'ignore', b: 'path', c: 'class' });
    expect(withRole(mapping, 'b', 'class').columns).toEqual({ a: 'path', b: 'class', c: 'class' });
  });
});

describe('a table as a data set', () => {
  it('csv: labels by file, and what no row names', async () => {
    const dataset = await read('file,label\na.wav,cat\nb.wav,dog\nc.wav,cat');
    expect(dataset).toMatchObject({ layout: 'table', name: 'set', classes: ['cat', 'dog'], multiLabel: false });
    expect(labelsOf(dataset)).toEqual({ 'a.wav': ['cat'], 'b.wav': ['dog'], 'c.wav': ['cat'] });
    expect(dataset.problems).toMatchObject(
      [{ code: 'dataset.small-class' }, { code: 'dataset.unlabelled', subject: 'set/audio/d.wav' }].reverse(),
    );
  });

  it('promise 34: semicolons between quoted cells that hold commas', async () => {
    const rows = ['"Path";"Class"', '"a.wav";"rain, heavy"', 'b.wav;"dog ""Rex"""', 'c.wav;"rain, heavy"'];
    const dataset = await read(`\uFEFF${rows.join('\r\n')}\r\n`);
    expect(labelsOf(dataset)).toEqual({ 'a.wav': ['rain, heavy'], 'b.wav': ['dog "Rex"'], 'c.wav': ['rain, heavy'] });
  });

  it('tsv and jsonl say the same', async () => {
    const tsv = await read('file\tlabel\na.wav\tcat\nb.wav\tdog', undefined, 'meta.tsv');
    const jsonl = await read(
      '{"file":"a.wav","label":"cat"}\nno json\n\n{"file":"b.wav","label":["dog"],"extra":{"x":1}}',
      undefined,
      'meta.jsonl',
    );
    expect(labelsOf(jsonl)).toEqual(labelsOf(tsv));
    expect(jsonl.problems[0]).toMatchObject({
      code: 'dataset.csv-row',
      cause: expect.stringContaining('Rows that cannot be read'),
    });
    expect(jsonl.problems[0]?.cause).toContain(': 1 (row 2).');
  });

  it('finds recordings by the end of their path, whatever wrote it', async () => {
    const paths = ['set/a/x.wav', 'set/b/x.wav', 'set/c/Über.wav', 'set/c/only.WAV', 'set/notes.txt'];
    const files = await listFiles(fakeSources(...paths), () => undefined);
    const match = createPathMatcher(files);
    const pathOf = (path: string) => {
      const found = match(path);
      return typeof found === 'string' ? found : found.source.path;
    };
    expect(pathOf('C:\\data\\set\\b\\x.wav')).toBe('set/b/x.wav');
    expect(pathOf('/home/ann/other/a/x.wav')).toBe('set/a/x.wav');
    expect(pathOf('./c/U\u0308ber.wav')).toBe('set/c/Über.wav');
    expect(pathOf('only')).toBe('set/c/only.WAV');
    expect(pathOf('ONLY.wav')).toBe('set/c/only.WAV');
    expect(pathOf('x.wav')).toBe('ambiguous');
    expect(pathOf('notes.txt')).toBe('absent');
    expect(pathOf('')).toBe('absent');
  });

  it('segments: clips of one recording share it and stay together', async () => {
    const dataset = await read('file,start,end,label\na.wav,0.5,1.25,cat\na.wav,2,3,dog\nb.wav,00:01:02.5,01:03,cat');
    expect(dataset.clips).toMatchObject([
      { id: 'set/audio/a.wav#0.5-1.25', segment: { start: 0.5, end: 1.25 }, group: 'set/audio/a.wav' },
      { id: 'set/audio/a.wav#2-3', segment: { start: 2, end: 3 }, group: 'set/audio/a.wav' },
      { id: 'set/audio/b.wav#62.5-63', segment: { start: 62.5, end: 63 }, group: 'set/audio/b.wav' },
    ]);
    expect(dataset.clips[0]?.source).toBe(dataset.clips[1]?.source);
  });

  it('rows of one clip with different labels are one clip with both', async () => {
    const dataset = await read('file,start,end,label\na.wav,0,1,cat\na.wav,0,1,dog\na.wav,0,1,cat\nb.wav,0,1,dog');
    expect(labelsOf(dataset)).toEqual({ 'a.wav#0-1': ['cat', 'dog'], 'b.wav#0-1': ['dog'] });
    expect(dataset.multiLabel).toBe(true);
    expect(troubles(dataset)).toContain('dataset.repeated');
  });

  it('columns of 0 and 1: classes in their order, clips of none allowed', async () => {
    const dataset = await read('wav,wind,rain\na.wav,1,1\nb.wav,0,1.0\nc.wav,0,0\nd.wav,2,0', {
      table: 'meta.csv',
      columns: { wav: 'path', wind: 'class', rain: 'class' },
      separator: 'none',
    });
    expect(dataset.classes).toEqual(['wind', 'rain']);
    expect(labelsOf(dataset)).toEqual({ 'a.wav': ['wind', 'rain'], 'b.wav': ['rain'], 'c.wav': [] });
    expect(dataset.multiLabel).toBe(true);
    expect(dataset.problems.find(({ code }) => code === 'dataset.class-column')?.cause).toContain('row 5: wind');
  });

  it('parts, folds and groups', async () => {
    const parts = await read(
      'file,label,split,speaker\na.wav,x,Training,p\nb.wav,y,dev,q\nc.wav,x,TEST,p\nd.wav,y,later,q',
    );
    expect(parts.clips.map(({ part, group }) => [part, group])).toEqual([
      ['train', 'p'],
      ['validation', 'q'],
      ['test', 'p'],
      [null, 'q'],
    ]);
    expect(troubles(parts)).toContain('dataset.split-name');
    const folds = await read('file,label,fold\na.wav,x,fold1\nb.wav,y,fold2\nc.wav,x,fold2\nd.wav,y,fold1');
    expect(folds.folds).toEqual([1, 2]);
  });

  it('promise 34: tells each kind of trouble once, with its first rows', async () => {
    const rows = Array.from({ length: 500 }, (_, i) => `gone${i}.wav,cat,0,1`);
    const text = [
      'file,label,start,end',
      'a.wav,cat,0,1',
      'b.wav,dog,0,1',
      'a.wav,,2,3',
      'b.wav,dog,3,3',
      'b.wav',
      ...rows,
    ];
    const dataset = await read(text.join('\n'), {
      table: 'meta.csv',
      columns: { file: 'path', label: 'label', start: 'start', end: 'end' },
      separator: 'none',
    });
    const ofTable = dataset.problems.filter(({ subject }) => subject === 'set/meta.csv');
    expect(ofTable.map(({ code, cause }) => [code, cause])).toEqual([
      ['dataset.csv-row', expect.stringMatching(/^Rows that cannot be read .*: 1 \(row 6\)\.$/)],
      ['dataset.no-label', 'Rows that have no label: 1 (row 4).'],
      ['dataset.times', expect.stringContaining('(row 5: 3 to 3)')],
      [
        'dataset.missing',
        'Rows that name a recording that is not there: 500 (row 7: gone0.wav, row 8: gone1.wav, row 9: gone2.wav, …).',
      ],
    ]);
  });

  it('gives way to folders where it does not name the recordings, and wins over them where it does', async () => {
    const wavs = ['set/x/1.wav', 'set/x/2.wav', 'set/y/1.wav', 'set/y/2.wav'];
    const beside = (text: string) => recogniseDataset([fakeSource('set/notes.csv', text), ...fakeSources(...wavs)]);
    expect((await beside('file,label\nq.wav,a\nr.wav,b')).layout).toBe('folders');
    expect((await beside('when,what\n1,a\n2,b')).layout).toBe('folders');
    const named = await beside('file,label\nx/1.wav,a\nx/2.wav,b\ny/1.wav,a\ny/2.wav,b');
    expect([named.layout, named.classes]).toEqual(['table', ['a', 'b']]);
  });

  it.each([
    ['without recordings', [fakeSource('meta.csv', 'file,label\na.wav,x')], 'dataset.no-audio'],
    [
      'that names none of the recordings',
      [fakeSource('m.csv', 'file,label\nq.wav,x\nr.wav,y'), ...fakeSources('1.wav', '2.wav')],
      'dataset.table-paths',
    ],
    [
      'without a label',
      [fakeSource('m.csv', 'file,length\na.wav,1.5\nb.wav,2.5'), ...fakeSources('a.wav', 'b.wav')],
      'dataset.table-columns',
    ],
    [
      'of one class',
      [fakeSource('m.csv', 'file,label\na.wav,x\nb.wav,x'), ...fakeSources('a.wav', 'b.wav')],
      'dataset.one-class',
    ],
  ])('%s fails in words that fit', async (_, sources, code) => {
    const previews: TablePreview[] = [];
    const problem = await problemFrom(recogniseDataset(sources, { onTable: (preview) => previews.push(preview) }));
    expect(problem.code).toBe(code);
    if (code.startsWith('dataset.table')) expect(previews).toHaveLength(1);
  });

  it('reads any rows: each recording is a clip or told of', async () => {
    const cell = fc.constantFrom(
      'a.wav',
      'b.wav',
      'audio/c.wav',
      'gone.wav',
      'cat',
      'dog',
      '',
      '1',
      '-2',
      '0.5',
      'nan',
      'train',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 12 }), async (rows) => {
        const text = ['file,label,start,end', ...rows.map((row) => row.join(','))].join('\n');
        const columns = { file: 'path', label: 'label', start: 'start', end: 'end' } as const;
        const dataset = await read(text, { table: 'meta.csv', columns, separator: 'none' }).catch(() => null);
        if (!dataset) return;
        const known = new Set([
          ...dataset.clips.map(({ source }) => source.path),
          ...dataset.problems.map(({ subject }) => subject),
        ]);
        for (const name of WAVS) expect(known.has(`set/audio/${name}`)).toBe(true);
        for (const { segment, labels } of dataset.clips) {
          expect(labels).toHaveLength(new Set(labels).size);
          if (segment) expect(segment.end).toBeGreaterThan(segment.start);
        }
        expect(new Set(dataset.clips.map(({ id }) => id)).size).toBe(dataset.clips.length);
      }),
      { numRuns: 60 },
    );
  });

  it('sixty thousand rows take little more than a second', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `a.wav,${i},${i + 1},${i % 2 ? 'x' : 'y'}`);
    const before = performance.now();
    const dataset = await read(`file,start,end,label\n${rows.join('\n')}`);
    expect(dataset.clips).toHaveLength(60_000);
    expect(performance.now() - before).toBeLessThan(10_000);
  });
});

describe('parseTime', () => {
  it.each([
    ['12.5', 12.5],
    ['12,5', 12.5],
    ['.5', 0.5],
    ['1e-3', 0.001],
    ['00:01:02.500', 62.5],
    ['1:02.5', 62.5],
    ['90:00', 5400],
    ['1:60', null],
    ['1:60:00', null],
    ['-1', null],
    ['', null],
    ['x', null],
    ['1e999', null],
  ])('%j is %j', (text, seconds) => {
    expect(parseTime(text)).toBe(seconds);
  });
});
