import { readCorrections } from '../../../src/dataset/corrections';
import { recogniseDataset } from '../../../src/dataset/recognise';
import type { EditedClip } from '../../../src/dataset/edits';
import type { Dataset } from '../../../src/dataset/types';
import { fakeSource, fakeSources } from '../../files/fakes';
import type { Seed } from '../damage';
import { reader, type FuzzReader } from '../reader';

/** A layout's own list or table: its path, its sound text, and the recordings beside it. */
interface Listing {
  readonly name: string;
  readonly path: string;
  readonly texts: readonly string[];
  readonly recordings: readonly string[];
}

const AUDIO = ['a.wav', 'b.wav', 'c.wav', 'd.wav'];
const inSet = (folder: string) => AUDIO.map((name) => `set/${folder}/${name}`);
const FOLDERS = ['set/dog/1.wav', 'set/dog/2.wav', 'set/cat/1.wav', 'set/cat/2.wav'];

const LISTINGS: readonly Listing[] = [
  {
    name: 'csv',
    path: 'set/meta.csv',
    texts: [
      'file,start,end,label,split,speaker\na.wav,0,1,cat,train,p\nb.wav,0.5,"1,5",dog,test,q\nc.wav,,,"cat;dog",train,p\nd.wav,0,1,dog,val,q\n',
      '\uFEFF"Path";"Class"\r\n"x\\a.wav";"rain, heavy"\r\nb.wav;"dog ""Rex"""\r\n\r\nc.wav;dog\r\nd.wav;"rain, heavy"\r\n',
      'wav,wind,rain\na.wav,1,1\nb.wav,0,1.0\nc.wav,0,0\nd.wav,true,false\n',
    ],
    recordings: inSet('audio'),
  },
  {
    name: 'tsv',
    path: 'set/meta.tsv',
    texts: ['file\tlabel\tfold\na.wav\tcat\t1\nb.wav\tdog\t2\nc.wav\tcat\tfold2\nd.wav\tdog\t1\n'],
    recordings: inSet('audio'),
  },
  {
    name: 'jsonl',
    path: 'set/meta.jsonl',
    texts: [
      '{"file":"a.wav","label":"cat"}\n{"file":"b.wav","label":["dog","cat"]}\n\n{"file":"c.wav","label":"dog","x":{"y":1}}\n{"file":"d.wav","label":"cat"}\n',
    ],
    recordings: inSet('audio'),
  },
  {
    name: 'esc50',
    path: 'set/meta/esc50.csv',
    texts: [
      'filename,fold,target,category,esc10\na.wav,1,0,dog,True\nb.wav,2,1,"rain, heavy",False\nc.wav,1,1,"rain, heavy",True\nd.wav,3,0,dog,True\n',
    ],
    recordings: inSet('audio'),
  },
  {
    name: 'epic-sounds',
    path: 'set/EPIC_Sounds_train.csv',
    texts: [
      'annotation_id,participant_id,video_id,start_timestamp,stop_timestamp,start_sample,stop_sample,description,class,class_id\n' +
        'a_0,P01,a,00:00:00.500,00:00:02.000,12000,48000,"click, again",click,2\na_1,P01,b,00:00:01.000,00:00:02.000,24000,48000,bark,bark,0\n',
    ],
    recordings: inSet('audio'),
  },
  {
    name: 'speech-commands',
    path: 'set/validation_list.txt',
    texts: ['dog/1.wav\r\n./cat/2.wav\r\n\r\ncat\\1.wav\n'],
    recordings: FOLDERS,
  },
  {
    name: 'audacity',
    path: 'set/audio/a.txt',
    texts: ['0.0\t0.2\twren\n\\\t500\t4000\n0.2\t0.4\towl\n0,4\t9\tlate\n1\t1\tpoint\n'],
    recordings: inSet('audio'),
  },
  {
    name: 'raven',
    path: 'set/audio/a.Table.1.selections.txt',
    texts: [
      'Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tLow Freq (Hz)\tHigh Freq (Hz)\tBegin File\tSpecies\n' +
        '1\tSpectrogram 1\t1\t0.5\t1.5\t0\t8000\ta.wav\twren\n2\tSpectrogram 1\t1\t2\t3\t0\t8000\tb.wav\towl\n2\tWaveform 1\t1\t2\t3\t0\t8000\tb.wav\towl\n',
    ],
    recordings: inSet('audio'),
  },
];

/** What no data set may be, whatever it was made of. */
function unsound({ clips, classes, problems }: Dataset, recordings: readonly string[]): string | null {
  if (new Set(clips.map(({ id }) => id)).size < clips.length) return 'two clips have one id';
  if (new Set(classes).size < classes.length || classes.length < 2) return `the classes ${classes.join()}`;
  for (const { id, labels, segment, fold } of clips) {
    if (labels.some((label) => !(Number.isInteger(label) && label >= 0 && label < classes.length)))
      return `labels of ${id}`;
    if (new Set(labels).size < labels.length) return `${id} has a label twice`;
    if (fold !== null && !Number.isInteger(fold)) return `${id} is in fold ${fold}`;
    if (segment && !(segment.start >= 0 && segment.end > segment.start && Number.isFinite(segment.end)))
      return `the stretch of ${id}`;
  }
  const told = new Set([...clips.map(({ source }) => source.path), ...problems.map(({ subject }) => subject)]);
  const lost = recordings.find((path) => !told.has(path));
  return lost === undefined ? null : `${lost} is neither a clip nor spoken of`;
}

const layout = ({ name, path, texts, recordings }: Listing): FuzzReader =>
  reader<Dataset>({
    name,
    silence: 'No check sum: every recording is a clip or spoken of, labels are classes, stretches have a length.',
    seeds: async () =>
      texts.map((text, i): Seed => ({ name: `${name} ${i}`, bytes: Uint8Array.from(Buffer.from(text)) })),
    read: (bytes) => recogniseDataset([fakeSource(path, bytes), ...fakeSources(...recordings)]),
    wrong: ({ given }) => unsound(given, recordings),
  });

const CLIPS: readonly EditedClip[] = AUDIO.map((name) => {
  const [source] = fakeSources(name);
  if (!source) throw new Error('there is no source');
  const clip = { id: name, source, labels: [0], part: null, fold: null, segment: null, group: null };
  return { clip, original: ['cat'], classNames: ['cat'], excluded: false };
});

export const TABLE_READERS: readonly FuzzReader[] = [
  ...LISTINGS.map(layout),
  reader({
    name: 'corrections',
    silence: 'No check sum: edits of clips that are there, and of no others.',
    seeds: async () => [
      {
        name: 'corrections',
        bytes: Uint8Array.from(
          Buffer.from(
            'clip,original,label,excluded\r\na.wav,cat,dog,no\r\nb.wav,cat,"dog; owl",no\r\nc.wav,cat,cat,yes\r\n',
          ),
        ),
      },
    ],
    read: async (bytes) => readCorrections(new TextDecoder().decode(bytes), 'fuzz', CLIPS),
    wrong: ({ given }) => {
      const ids = given.flatMap((edit) => ('ids' in edit ? edit.ids : []));
      return ids.every((id) => AUDIO.includes(id)) ? null : `edits of ${ids.join()}`;
    },
  }),
];
