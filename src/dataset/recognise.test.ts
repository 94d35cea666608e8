import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { diskSources, fakeSource, fakeSources, problemFrom, sharedDataset } from '../../tests/files/fakes';
import { ProblemError } from '../core/problem';
import type { ByteSource } from '../files/source';
import { recogniseDataset } from './recognise';
import type { Dataset } from './types';

const labelsById = ({ clips, classes }: Dataset) =>
  Object.fromEntries(
    clips.map(({ id, labels: [label = -1], part }) => [id, part ? `${classes[label]}/${part}` : classes[label]]),
  );
const troubles = ({ problems }: Dataset) => problems.map(({ code, subject }) => [code, subject]);

const ESC = 'filename,fold,target,category\n';
const esc = (table: string | Uint8Array<ArrayBuffer>, ...audio: string[]) =>
  recogniseDataset([
    fakeSource('ESC/meta/esc50.csv', table),
    ...fakeSources(...audio.map((name) => `ESC/audio/${name}`)),
  ]);

describe('what cannot be used at all', () => {
  it.each([
    ['an empty folder', [], 'dataset.empty'],
    ['a folder without recordings', ['set/readme.md', 'set/a.hdf5'], 'dataset.no-audio'],
    ['files without labels', ['set/alpha.wav', 'set/beta.wav', 'set/gamma.wav'], 'dataset.no-labels'],
    ['numbered files', ['set/1.wav', 'set/2.wav', 'set/3.wav'], 'dataset.no-labels'],
    ['as many prefixes as files', ['a_1.wav', 'b_1.wav', 'c_1.wav'], 'dataset.no-labels'],
    ['one class by folder', ['set/dog/1.wav', 'set/dog/2.wav'], 'dataset.one-class'],
    ['one class in two parts', ['set/train/dog/1.wav', 'set/test/dog/2.wav'], 'dataset.one-class'],
    ['one class and stray files', ['set/dog/1.wav', 'set/x.wav'], 'dataset.one-class'],
    ['one class by prefix', ['dog_1.wav', 'dog_2.wav'], 'dataset.one-class'],
  ])('%s', async (_, paths, code) => {
    const problem = await problemFrom(recogniseDataset(fakeSources(...paths)));
    expect(problem).toMatchObject({ code, severity: 'error' });
    expect(problem.cure.length).toBeGreaterThan(20);
  });

  it('names the layouts that are understood', async () => {
    const { cure } = await problemFrom(recogniseDataset(fakeSources('a.wav', 'b.wav')));
    for (const words of ['validation_list.txt', 'meta/esc50.csv', 'folder for each class', 'dog_1.wav']) {
      expect(cure).toContain(words);
    }
  });

  it('a folder of empty files', async () => {
    expect(await problemFrom(recogniseDataset([fakeSource('a/1.wav', ''), fakeSource('b/1.wav', '')]))).toMatchObject({
      code: 'dataset.no-audio',
    });
  });
});

describe('folder for each class', () => {
  it('is found below any wrapping folders', async () => {
    const dataset = await recogniseDataset(fakeSources('x/y/dog/b.wav', 'x/y/cat/a.FLAC', 'x/y/dog/a.mp3'));
    expect(dataset).toMatchObject({ layout: 'folders', name: 'y', classes: ['cat', 'dog'], folds: [] });
    expect(labelsById(dataset)).toEqual({ 'x/y/cat/a.FLAC': 'cat', 'x/y/dog/a.mp3': 'dog', 'x/y/dog/b.wav': 'dog' });
    expect(troubles(dataset)).toEqual([['dataset.small-class', 'cat']]);
  });

  it('takes the innermost folder, or the outermost where that is always the same', async () => {
    const inner = await recogniseDataset(fakeSources('s/ann/yes/1.wav', 's/ann/no/1.wav', 's/bob/yes/1.wav'));
    expect(inner.classes).toEqual(['no', 'yes']);
    const outer = await recogniseDataset(fakeSources('s/yes/wav/1.wav', 's/no/wav/1.wav'));
    expect(outer.classes).toEqual(['no', 'yes']);
  });

  it('takes parts from train, validation and test above the classes', async () => {
    const dataset = await recogniseDataset(
      fakeSources('s/Train/dog/1.wav', 's/Train/cat/1.wav', 's/val/dog/2.wav', 's/test/cat/3.wav'),
    );
    expect(labelsById(dataset)).toEqual({
      's/Train/cat/1.wav': 'cat/train',
      's/Train/dog/1.wav': 'dog/train',
      's/test/cat/3.wav': 'cat/test',
      's/val/dog/2.wav': 'dog/validation',
    });
    expect(dataset.recognised).toContain('test, train, validation');
  });

  it('keeps "train" as a class beside others that are no parts', async () => {
    const dataset = await recogniseDataset(fakeSources('s/train/1.wav', 's/rain/1.wav'));
    expect(dataset.classes).toEqual(['rain', 'train']);
  });

  it('explains every file that is not used', async () => {
    const dataset = await recogniseDataset([
      ...fakeSources('s/dog/1.wav', 's/dog/2.wav', 's/Dog/1.wav', 's/cat/1.wav', 's/cat/2.wav', 's/stray.wav'),
      ...fakeSources('s/readme.md', 's/dog/old.aiff', 's/more.zip'),
      fakeSource('s/cat/3.wav', ''),
    ]);
    expect(troubles(dataset)).toEqual([
      ['dataset.empty-file', 's/cat/3.wav'],
      ['dataset.unlabelled', 's/stray.wav'],
      ['dataset.not-audio', 's/dog/old.aiff'],
      ['dataset.not-audio', 's/more.zip'],
      ['dataset.not-audio', 's/readme.md'],
      ['dataset.small-class', 'Dog'],
      ['dataset.class-names', 'dog'],
    ]);
    expect(dataset.problems.find(({ subject }) => subject.endsWith('aiff'))?.cure).toMatch(/Convert/);
  });
});

describe('names', () => {
  it('promise 33: that are markup, right-to-left, NUL, prototype keys or 300 letters long are plain text', async () => {
    const odd = ['<img src=x onerror=alert(1)>', '\u202Egnp', 'nul\0nul', '__proto__', 'constructor', 'w'.repeat(300)];
    const dataset = await recogniseDataset(
      fakeSources(...odd.flatMap((name) => [`s/${name}/a.wav`, `s/${name}/b.wav`])),
    );
    expect([...dataset.classes].sort()).toEqual([...odd].sort());
    expect(dataset.clips.map(({ id }) => id)).toContain('s/<img src=x onerror=alert(1)>/a.wav');
    expect(dataset.problems).toEqual([]);
  });

  it('that two files share get an id each and a warning', async () => {
    const twins = [fakeSource('dog_1.wav', 'long'), fakeSource('dog_1.wav', 'ab'), fakeSource('dog_1.wav (2)')];
    const sources = [...twins, ...fakeSources('cat_1.wav', 'cat_2.wav', 'dog_1.wav')];
    const dataset = await recogniseDataset(sources);
    expect(dataset.clips.map(({ id, source }) => [id, source.size])).toEqual([
      ['cat_1.wav', 1],
      ['cat_2.wav', 1],
      ['dog_1.wav', 1],
      ['dog_1.wav (2)', 2],
      ['dog_1.wav (3)', 4],
    ]);
    expect(troubles(dataset)).toEqual([
      ['dataset.not-audio', 'dog_1.wav (2)'],
      ['dataset.same-path', 'dog_1.wav'],
      ['dataset.same-path', 'dog_1.wav'],
    ]);
  });

  it('that files in different folders share are no trouble', async () => {
    expect((await recogniseDataset(fakeSources('a/1.wav', 'a/2.wav', 'b/1.wav', 'b/2.wav'))).problems).toEqual([]);
  });
});

describe('prefix', () => {
  it('labels by what comes before the first separator', async () => {
    const dataset = await recogniseDataset(
      fakeSources('s/tabla_ghe1.flac', 's/tabla-na.flac', 's/bd 808.flac', 's/bd2.flac', 's/kick.wav', 's/kick7.wav'),
    );
    expect(dataset).toMatchObject({ layout: 'prefix', classes: ['bd', 'kick', 'tabla'], problems: [] });
  });

  it('reports names without a label and keeps parts by folder', async () => {
    const dataset = await recogniseDataset(
      fakeSources('s/train/a_1.wav', 's/train/a_2.wav', 's/train/b_1.wav', 's/test/b_2.wav', 's/test/7.wav'),
    );
    expect(labelsById(dataset)).toEqual({
      's/train/a_1.wav': 'a/train',
      's/train/a_2.wav': 'a/train',
      's/train/b_1.wav': 'b/train',
      's/test/b_2.wav': 'b/test',
    });
    expect(troubles(dataset)).toEqual([['dataset.unlabelled', 's/test/7.wav']]);
  });
});

describe('Speech Commands', () => {
  const words = ['s/yes/a_1.wav', 's/yes/b_1.wav', 's/no/a_1.wav', 's/no/b_1.wav'];

  it('takes the parts from its lists, whatever their line ends', async () => {
    const dataset = await recogniseDataset([
      ...fakeSources(...words, 's/_background_noise_/tap.wav', 's/README.md', 's/top.wav', 'other.wav'),
      fakeSource('s/validation_list.txt', '\uFEFFyes/a_1.wav\r\n\r\n./no/a_1.wav\r\n'),
      fakeSource('s/testing_list.txt', 'yes\\b_1.wav\nyes/gone.wav\nbird/1.wav\nbird/2.wav\nno/a_1.wav'),
    ]);
    expect(dataset).toMatchObject({ layout: 'speech-commands', name: 's', classes: ['no', 'yes'] });
    expect(labelsById(dataset)).toEqual({
      's/no/a_1.wav': 'no/test',
      's/no/b_1.wav': 'no/train',
      's/yes/a_1.wav': 'yes/validation',
      's/yes/b_1.wav': 'yes/test',
    });
    expect(troubles(dataset)).toEqual([
      ['dataset.unlabelled', 'other.wav'],
      ['dataset.unlabelled', 's/top.wav'],
      ['dataset.noise', 's/_background_noise_'],
      ['dataset.missing', 'yes/gone.wav'],
      ['dataset.two-parts', 'no/a_1.wav'],
      ['dataset.missing', 'bird'],
      ['dataset.not-audio', 's/README.md'],
    ]);
  });

  const folder = sharedDataset('digits-speech-commands-layout');
  it.skipIf(!folder)(
    'reads the digits: 3,000 clips, 300 of them in each list (needs the reference data sets)',
    async () => {
      const dataset = await recogniseDataset(diskSources(folder ?? '', 'digits/'));
      const count = (part: string) => dataset.clips.filter((clip) => clip.part === part).length;
      expect(dataset).toMatchObject({ layout: 'speech-commands', name: 'digits', problems: [] });
      expect(dataset.classes).toHaveLength(10);
      expect([count('train'), count('validation'), count('test')]).toEqual([2400, 300, 300]);
    },
  );
});

describe('ESC-50', () => {
  it('promise 34: reads a table with a mark, CRLF, quotes and columns in another order', async () => {
    const table =
      '\uFEFF"Category",fold,target,filename,take\r\n"rain, heavy",2,10,a.ogg,A\r\n"dog ""Rex""",1,0,"b.ogg",A\r\n\r\n';
    const dataset = await esc(table, 'a.ogg', 'b.ogg');
    expect(dataset).toMatchObject({
      layout: 'esc50',
      name: 'ESC',
      folds: [1, 2],
      classes: ['dog "Rex"', 'rain, heavy'],
    });
    expect(dataset.recognised).toBe('ESC-50: meta/esc50.csv with 2 folds.');
    expect(dataset.clips.map(({ id, labels, fold, part }) => [id, labels[0], fold, part])).toEqual([
      ['ESC/audio/a.ogg', 1, 2, null],
      ['ESC/audio/b.ogg', 0, 1, null],
    ]);
  });

  it('promise 34: reports ragged and senseless rows by their number, and files and rows without each other', async () => {
    const rows = [
      'a.ogg,1,0,dog',
      'b.ogg,1,1',
      'c.ogg,1,1,cat,more',
      '',
      'd.ogg,zero,1,cat',
      'e.ogg,2,-1,cat',
      'f.ogg,2,1,',
      'g.ogg,2,1,cat',
      'a.ogg,2,0,dog',
      'gone.ogg,2,0,dog',
    ];
    const dataset = await esc(ESC + rows.join('\n'), 'a.ogg', 'g.ogg', 'left.ogg');
    expect(labelsById(dataset)).toEqual({ 'ESC/audio/a.ogg': 'dog', 'ESC/audio/g.ogg': 'cat' });
    expect(troubles(dataset)).toEqual([
      ['dataset.csv-row', 'ESC/meta/esc50.csv, row 3'],
      ['dataset.csv-row', 'ESC/meta/esc50.csv, row 4'],
      ['dataset.csv-row', 'ESC/meta/esc50.csv, row 6'],
      ['dataset.csv-row', 'ESC/meta/esc50.csv, row 7'],
      ['dataset.csv-row', 'ESC/meta/esc50.csv, row 8'],
      ['dataset.csv-row', 'ESC/meta/esc50.csv, row 10'],
      ['dataset.missing', 'ESC/meta/esc50.csv, row 11'],
      ['dataset.unlabelled', 'ESC/audio/left.ogg'],
      ['dataset.small-class', 'dog'],
      ['dataset.small-class', 'cat'],
    ]);
  });

  it('promise 34: reports a quotation mark that is never closed', async () => {
    const dataset = await esc(`${ESC}a.ogg,1,0,dog\nb.ogg,1,1,cat\n"c.ogg,1,1,cat\n`, 'a.ogg', 'b.ogg', 'c.ogg');
    expect(troubles(dataset).slice(0, 2)).toEqual([
      ['dataset.csv-row', 'ESC/meta/esc50.csv, row 4'],
      ['dataset.unlabelled', 'ESC/audio/c.ogg'],
    ]);
  });

  it.each([
    ['a missing column', 'filename,target,category\na.ogg,0,dog', 'dataset.csv'],
    ['a doubled column', 'filename,fold,target,category,fold\na.ogg,1,0,dog,1', 'dataset.csv'],
    ['an empty table', '', 'dataset.csv'],
    ['promise 36: one number for two categories', `${ESC}a.ogg,1,0,dog\nb.ogg,1,0,cat`, 'dataset.csv-labels'],
    ['promise 36: two numbers for one category', `${ESC}a.ogg,1,0,dog\nb.ogg,1,1,dog`, 'dataset.csv-labels'],
    ['rows for other files', `${ESC}x.ogg,1,0,dog\ny.ogg,1,1,cat`, 'dataset.no-labels'],
    ['one class', `${ESC}a.ogg,1,0,dog\nb.ogg,2,0,dog`, 'dataset.one-class'],
  ])('%s is refused', async (_, table, code) => {
    expect(await problemFrom(esc(table, 'a.ogg', 'b.ogg'))).toMatchObject({ code });
  });

  it('promise 36: an index that is off by one in some rows blocks, with a summary of all of them', async () => {
    const rows = ['a.ogg,1,0,dog', 'b.ogg,1,1,cat', 'a.ogg,1,0,dog', 'd.ogg,1,1,dog', 'e.ogg,1,2,cat', 'f.ogg,2,9,owl'];
    const problem = await problemFrom(esc(ESC + rows.join('\n'), 'a.ogg', 'b.ogg', 'd.ogg', 'e.ogg', 'f.ogg'));
    expect(problem).toMatchObject({
      code: 'dataset.csv-labels',
      subject: 'ESC/meta/esc50.csv',
      severity: 'error',
      cause:
        'Its class numbers and names contradict each other: class 1 is "cat" (row 3) and "dog" (row 5); ' +
        '"dog" is class 0 (2 rows) and 1 (row 5); "cat" is class 1 (row 3) and 2 (row 6).',
    });
    const many = Array.from({ length: 9 }, (_, i) => `${i}.ogg,1,${i},a${i}\n${i}.ogg,1,${i + 1},a${i}`);
    const whole = await problemFrom(esc(ESC + many.join('\n'), '1.ogg', '2.ogg'));
    expect(whole.cause).toMatch(/; and \d+ more\.$/);
    expect(whole.details).toHaveLength(8 + 9);
  });

  it('prefers the file in audio where a name comes twice, and says so of the other', async () => {
    const dataset = await recogniseDataset([
      fakeSource('meta/esc50.csv', `${ESC}a.ogg,1,0,dog\nb.ogg,1,1,cat`),
      ...fakeSources('a.ogg', 'audio/a.ogg', 'copy/a.ogg', 'copy/b.ogg'),
    ]);
    expect(labelsById(dataset)).toEqual({ 'audio/a.ogg': 'dog', 'copy/b.ogg': 'cat' });
    expect(troubles(dataset).slice(0, 2)).toEqual([
      ['dataset.unlabelled', 'a.ogg'],
      ['dataset.unlabelled', 'copy/a.ogg'],
    ]);
  });

  const folder = sharedDataset('esc10-esc50-layout');
  it.skipIf(!folder)(
    'reads ESC-10: 400 clips in 5 folds, classes by ascending target (needs the reference data sets)',
    async () => {
      const dataset = await recogniseDataset(diskSources(folder ?? ''));
      expect(dataset).toMatchObject({ layout: 'esc50', folds: [1, 2, 3, 4, 5], problems: [] });
      expect(dataset.clips).toHaveLength(400);
      expect(dataset.classes.slice(0, 3)).toEqual(['dog', 'rooster', 'rain']);
      for (const fold of dataset.folds) expect(dataset.clips.filter((clip) => clip.fold === fold)).toHaveLength(80);
    },
  );
});

describe('a folder of 20,000 files', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => `set/class${i % 50}/clip${i}.wav`);

  it('is recognised within two seconds, whatever their order, and told of', async () => {
    const onProgress = vi.fn();
    const started = performance.now();
    const dataset = await recogniseDataset(fakeSources(...many), { onProgress });
    expect(performance.now() - started).toBeLessThan(2000);
    expect(dataset.clips).toHaveLength(20_000);
    expect(onProgress).toHaveBeenLastCalledWith(expect.objectContaining({ stage: 'recognise', done: 20_000 }));
    const backwards = await recogniseDataset(fakeSources(...many.toReversed()));
    expect(backwards.clips).toEqual(dataset.clips);
  });

  it('stops when aborted', async () => {
    const signal = AbortSignal.abort();
    await expect(recogniseDataset(fakeSources(...many), { signal })).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('any set of names', () => {
  it('gives every file a clip, or a problem, or a place among the lists', async () => {
    const names = ['dog', 'cat', 'train', 'test', 'meta', 'audio', '_background_noise_', 'x_1.wav', 'y.wav', 'z.txt'];
    const lists = ['validation_list.txt', 'esc50.csv'];
    let recognised = 0;
    const name = fc.constantFrom(...names, ...lists);
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    const sure = ['dog/a_1.wav', 'dog/a_2.wav', 'cat/b_1.wav', 'cat/b_2.wav'];
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(path, { minLength: 1, maxLength: 12 }), async (drawn) => {
        const paths = [...new Set([...drawn, ...sure])];
        const sources: ByteSource[] = paths.map((each) => fakeSource(each, each.endsWith('csv') ? ESC : 'dog/y.wav'));
        const dataset = await recogniseDataset(sources).catch((error: unknown) => {
          if (error instanceof ProblemError) return null;
          throw error;
        });
        if (!dataset) return;
        recognised++;
        const told = new Set([
          ...dataset.clips.map(({ source }) => source.path),
          ...dataset.problems.map((p) => p.subject),
        ]);
        const noise = [...told].filter((subject) => subject.endsWith('_background_noise_'));
        for (const each of paths) {
          const quiet =
            lists.some((list) => each.endsWith(list)) || noise.some((start) => each.startsWith(`${start}/`));
          expect(quiet || told.has(each)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
    expect(recognised).toBeGreaterThan(200);
  });
});
