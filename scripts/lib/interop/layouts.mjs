import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ROOT } from '../site.mjs';

const HARNESS = join(ROOT, 'python', 'interop.py');

/** A wav file of a few samples: what the layouts ask of a recording is its name and that it is not empty. */
const SOUND = Buffer.concat([
  Buffer.from('RIFF\x2c\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0', 'latin1'),
  Buffer.from([0x80, 0x3e, 0, 0, 0, 0x7d, 0, 0, 2, 0, 16, 0]),
  Buffer.from('data\x08\0\0\0\0\0\x01\0\x02\0\x03\0', 'latin1'),
]);
const range = (count) => Array.from({ length: count }, (_, i) => i);
const sounds = (paths) => Object.fromEntries(paths.map((path) => [path, SOUND]));
const table = (rows, separator = ',') => `${rows.map((row) => row.join(separator)).join('\n')}\n`;
const SEEDS = [
  { seed: 1 },
  { seed: 7, validationShare: 0.35 },
  { seed: 3, trainPerClass: 2 },
  { seed: 5, maxClips: 9 },
];
const FOLDS = [
  { fold: 1 },
  { fold: 3, seed: 2 },
  { fold: 2, heldOutFold: 'test' },
  { fold: 3, heldOutFold: 'test', maxClips: 9 },
];

const epicRow = (i, video, start, name, of) => [
  ...[`${video}_${i}`, video, `00:00:0${start}.000`, `00:00:0${start + 1}.500`],
  ...[start * 24_000, start * 24_000 + 36_000, name, of],
];
const EPIC = 'annotation_id,video_id,start_timestamp,stop_timestamp,start_sample,stop_sample,class,class_id'.split(',');

/** A folder for each layout, with what real ones have beside their clips: files by path, and ways to divide them. */
const FOLDERS = {
  'a folder for each class, names of all kinds, an empty and a hidden file': {
    files: {
      ...sounds(range(7).flatMap((i) => [`Zug/${i}.wav`, `äöü/take ${i}.WAV`, `dog/deep/${i}.flac`])),
      ...sounds(['loose.wav', '.hidden/a.wav', 'dog/deep/.b.wav']),
      'Zug/empty.wav': '',
      'notes.md': 'about',
    },
    options: SEEDS,
  },
  'parts as folders': {
    files: sounds(
      ['Train', 'dev', 'testing'].flatMap((part) =>
        range(4).flatMap((i) => [`${part}/a/${i}.wav`, `${part}/b/${i}.wav`]),
      ),
    ),
    options: SEEDS,
  },
  'Speech Commands': {
    files: {
      ...sounds(range(6).flatMap((i) => [`yes/x${i}_nohash_0.wav`, `no/x${i}_nohash_0.wav`])),
      ...sounds(['_background_noise_/rain.wav', 'loose.wav']),
      'validation_list.txt': 'yes/x0_nohash_0.wav\r\nno\\x1_nohash_0.wav\r\n',
      'testing_list.txt': './yes/x2_nohash_0.wav\nno/x1_nohash_0.wav\nno/gone.wav\n',
    },
    options: SEEDS,
  },
  'Speech Commands without a validation list': {
    files: {
      ...sounds(range(6).flatMap((i) => [`yes/${i}.wav`, `no/${i}.wav`])),
      'testing_list.txt': 'yes/2.wav\nno/1.wav\n',
    },
    options: SEEDS,
  },
  'ESC-50': {
    files: {
      ...sounds(range(18).map((i) => `audio/1-${i}-A-0.wav`)),
      ...sounds(['copies/1-3-A-0.wav', 'audio/unnamed.wav']),
      'meta/esc50.csv': table([
        ['filename', 'fold', 'target', 'category', 'esc10'],
        ...range(18).map((i) => [
          `1-${i}-A-0.wav`,
          (i % 3) + 1,
          [40, 0, 7][i % 3 === 0 ? i % 2 : 2],
          ['wind', 'dog', 'cat'][i % 3 === 0 ? i % 2 : 2],
          true,
        ]),
        ['gone.wav', 1, 40, 'wind', true],
        ['1-3-A-0.wav', 2, 0, 'dog', true],
        ['1-4-A-0.wav', 'x', 0, 'dog', true],
      ]),
    },
    options: FOLDS,
  },
  'EPIC-SOUNDS with a sound for each video': {
    files: {
      ...sounds(['P01_01.wav', 'videos/P02_03.flac', 'P09_01.wav']),
      'EPIC_Sounds_train.csv': table([
        EPIC,
        ...range(8).map((i) =>
          epicRow(i, i % 2 ? 'P01_01' : 'P02_03', i, i % 3 ? 'cut, chop' : 'rustle', i % 3 ? 12 : 4).map((cell) =>
            String(cell).includes(',') ? `"${cell}"` : cell,
          ),
        ),
        epicRow(8, 'P77_01', 1, 'rustle', 4),
        ['bad', 'P01_01', '00:00:01.000', '00:00:02.000', 1, 2, 'rustle', 4],
      ]),
      'EPIC_Sounds_validation.csv': table([
        EPIC,
        epicRow(20, 'P01_01', 2, 'rustle', 4),
        epicRow(21, 'P02_03', 3, 'beep', 9),
      ]),
    },
    options: SEEDS,
  },
  'a table with speakers': {
    files: {
      ...sounds(range(20).map((i) => `clips/s${i}.wav`)),
      'labels.csv': table(
        [
          ['File Name', 'Speaker ID', 'Label'],
          ...range(20).map((i) => [`C:\\data\\clips\\S${i}.wav`, `p${i % 7}`, ['up', 'down', 'left'][i % 3]]),
          ['gone.wav', 'p1', 'up'],
        ],
        ';',
      ),
    },
    options: SEEDS,
  },
  'a table of stretches with several labels': {
    files: {
      ...sounds(range(4).map((i) => `rec${i}.wav`)),
      'events.tsv': table(
        [
          ['filename', 'onset', 'offset', 'labels'],
          ...range(24).map((i) => [
            `rec${i % 4}`.concat('.wav'),
            0.0078125 * (i + 1),
            `${i + 1},25`,
            i % 5 ? ['a', 'b'][i % 2] : 'a;b',
          ]),
          ['rec0.wav', 0.0078125, '1,25', 'c'],
          ['rec1.wav', 3, 2, 'a'],
        ],
        '\t',
      ),
    },
    options: SEEDS,
  },
  'a table of flags with parts': {
    files: {
      ...sounds(range(12).map((i) => `${i}.wav`)),
      'flags.csv': table([
        ['file', 'subset', 'siren', 'horn'],
        ...range(12).map((i) => [`${i}.wav`, ['train', 'train', 'valid', 'test'][i % 4], i % 2, i % 3 ? 0 : '1.0']),
      ]),
    },
    options: SEEDS,
  },
  'JSON Lines with folds': {
    files: {
      ...sounds(range(12).map((i) => `deep/${i}.ogg`)),
      'all.jsonl': `${range(12)
        .map((i) =>
          JSON.stringify({ path: `deep/${i}.ogg`, fold: `fold${(i % 3) + 1}`, tags: i % 2 ? ['x'] : ['x', 'y'] }),
        )
        .join('\n')}\nbroken\n`,
    },
    options: FOLDS,
  },
  'a Raven table and Audacity labels': {
    files: {
      ...sounds(['dawn.wav', 'far/dusk.flac', 'unheard.wav']),
      'dawn.Table.1.selections.txt': table(
        [
          ['Selection', 'View', 'Begin Time (s)', 'End Time (s)', 'Low Freq (Hz)', 'Species'],
          ...range(9).flatMap((i) =>
            ['Waveform 1', 'Spectrogram 1'].map((view) => [i + 1, view, i, i + 0.75, 200, ['owl', 'wren'][i % 2]]),
          ),
        ],
        '\t',
      ),
      'far/dusk.txt': `${range(6)
        .map((i) => `${i}.5\t${i + 1}.25\t${['owl', 'jay'][i % 2]}`)
        .join('\r\n')}\r\n\\\t200\t900\r\n9.0\t9.0\tpoint\r\n`,
    },
    options: SEEDS,
  },
  'beginnings of file names': {
    files: sounds([
      ...range(8).flatMap((i) => [`kick_${i}.wav`, `snare ${i}.wav`, `Hat${i}.wav`]),
      'lonely.wav',
      '01.wav',
    ]),
    options: SEEDS,
  },
};

/** The data sets of ../shared, where they are. */
const REAL = [
  { name: 'digits-speech-commands-layout', options: [{ maxClips: 60 }, { trainPerClass: 20, seed: 4 }] },
  {
    name: 'esc10-esc50-layout',
    options: [
      { fold: 2, maxClips: 60 },
      { fold: 5, heldOutFold: 'test' },
    ],
  },
  { name: 'epic-sounds-layout', options: [{ seed: 1 }, { seed: 2, maxClips: 25 }], needs: 'h5py' },
];
const KEYS = ['layout', 'name', 'classes', 'multiLabel', 'folds', 'clips', 'fingerprint'];

/** train.py reads every layout as the page does, and divides it into the same parts in the same order. */
export async function checkLayouts({ folder, page, python, report }) {
  const asked = Object.entries(FOLDERS).map(([name, { files, options }], i) => {
    const at = join(folder, 'layouts', `data ${i}`);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(at, path)), { recursive: true });
      writeFileSync(join(at, path), content);
    }
    return { name, at, options };
  });
  for (const { name, options, needs } of REAL) {
    const at = ['../shared', '../../shared'].map((up) => resolve(ROOT, up, 'datasets', name)).find(existsSync);
    if (!at) console.log(`Left out: ${name} is not beside the repository.`);
    else if (needs && !python.has(needs)) console.log(`Left out: ${name}, as ${needs} is not installed in Python.`);
    else asked.push({ name, at, options });
  }
  const file = join(folder, 'layouts.json');
  writeFileSync(file, JSON.stringify(asked.map(({ at, options }) => [at, options])));
  const read = JSON.parse(python.run([HARNESS, 'layouts', file]));
  for (const [i, { name, at, options }] of asked.entries()) {
    const theirs = await page.recognise(at, options);
    const differing = KEYS.filter((key) => !isDeepStrictEqual(read[i][key], theirs[key]));
    report.check(
      `${name}, read by train.py as by the page`,
      differing.length === 0,
      differing.join(', ') || `${theirs.layout}, ${theirs.clips.length} clips`,
    );
    const wrong = options.filter((_, k) => !isDeepStrictEqual(read[i].splits[k], theirs.splits[k]));
    report.check(
      `${name}, divided ${options.length} ways`,
      wrong.length === 0,
      wrong.map((one) => JSON.stringify(one)).join(' '),
    );
  }
}
