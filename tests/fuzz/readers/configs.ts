import * as v from 'valibot';
import { parseAdapterConfig, runConfigSchema, FORMAT, FORMAT_VERSION } from '../../../src/bundle/config';
import { adapterConfigJson, runJson } from '../../../src/bundle/jsonFiles';
import type { AdapterConfig } from '../../../src/bundle/types';
import type { SavedRun } from '../../../src/checkpoints/savedRun';
import { readSavedRun, writeSavedRun } from '../../../src/checkpoints/savedRunFile';
import { fail } from '../../../src/core/problem';
import { DEFAULT_SPLIT } from '../../../src/dataset/defaultSplit';
import { readKept } from '../../../src/dataset/corrections';
import { readHistory, historyCsv } from '../../../src/training/history';
import { readLink } from '../../../src/share/readLink';
import type { OpenedLink } from '../../../src/share/types';
import { writeLink } from '../../../src/share/writeLink';
import { parseExample } from '../../../src/example/example';
import { readStored, storedRun } from '../../../src/sweep/stored';
import { DEFAULT_CONFIG } from '../../../src/training/config';
import { openCheckpoint } from '../../../src/weights/openCheckpoint';
import { readBackbone } from '../../../src/weights/readBackbone';
import type { Backbone, TensorFile } from '../../../src/weights/types';
import { savedRun } from '../../numeric/savedRuns';
import { ADAPTER_CONFIG } from '../../numeric/adapterConfig';
import { historyOf } from '../../numeric/runRecords';
import { planned, queued } from '../../numeric/sweepRuns';
import { fixtureBytes } from '../../weights/checkpoints';
import type { Seed } from '../damage';
import { reader, type FuzzReader } from '../reader';
import { same } from '../same';

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const seedOf = (name: string, text: string): Seed => ({ name, bytes: Uint8Array.from(Buffer.from(text)) });
const again = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** JSON as the readers' callers parse it: what is none is a problem there. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes));
  } catch {
    return fail('fuzz.not-json', 'fuzz', 'is not JSON.', 'None.');
  }
}

let checkpoint: Promise<TensorFile> | null = null;
const ast = () =>
  (checkpoint ??= fixtureBytes('ast_hf.safetensors').then((raw) => openCheckpoint(new Blob([raw]), 'ast')));

export const CONFIG_READERS: readonly FuzzReader[] = [
  reader<AdapterConfig>({
    name: 'adapter-config',
    silence: 'No check sum: every field within its bounds, so that it reads back as itself.',
    seeds: async () => [
      seedOf('adapter_config.json', adapterConfigJson(ADAPTER_CONFIG)),
      seedOf('run.json', runJson(ADAPTER_CONFIG, null)),
    ],
    read: async (bytes) => parseAdapterConfig(textOf(bytes), 'fuzz'),
    wrong: ({ given }) => {
      const text = JSON.stringify({ format: FORMAT, formatVersion: FORMAT_VERSION, ...given });
      return same(parseAdapterConfig(text, 'fuzz'), given) ? null : 'it does not read back as itself';
    },
  }),
  reader<Backbone['config']>({
    name: 'model-config',
    silence: 'No check sum: what it says of sizes must be what the tensors say; the rest is within bounds.',
    seeds: async () => [{ name: 'ast_hf_config.json', bytes: await fixtureBytes('ast_hf_config.json') }],
    read: async (bytes) => {
      const configJson = parsed(bytes);
      return (await readBackbone(await ast(), { name: 'fuzz', sha256: '', configJson })).config;
    },
    wrong: ({ given, sound }) => {
      const sizes = ({ dim, depth, mlpDim, patch }: Backbone['config']) => [dim, depth, mlpDim, ...patch];
      if (!same(sizes(given), sizes(sound))) return 'other sizes than the tensors have';
      if (given.dim % given.heads !== 0) return `${given.heads} heads`;
      return given.blockEps >= 0 && given.blockEps <= 1 ? null : `an epsilon of ${given.blockEps}`;
    },
  }),
  reader<OpenedLink | null>({
    name: 'share-link',
    silence: 'No check sum: every setting within its bounds, whatever the link says.',
    seeds: async () => [
      seedOf(
        'link',
        writeLink({
          config: {
            ...DEFAULT_CONFIG,
            learningRate: 5e-4,
            seed: 3,
            adapters: { attn: { kernel: 'time', bottleneck: 8 }, ffn: null },
          },
          split: { ...DEFAULT_SPLIT, fold: 2 },
          backbone: { sha256: 'ab'.repeat(32), origin: { repo: 'facebook/deit-tiny', revision: 'c'.repeat(40) } },
          data: { kind: 'own', layout: 'esc50', classes: 10 },
        }).toString(),
      ),
    ],
    read: async (bytes) => readLink(new URLSearchParams(textOf(bytes))),
    wrong: ({ given }) => {
      if (given === null) return null;
      const checked = v.safeParse(runConfigSchema, given.config);
      return checked.success ? null : `a setting out of bounds: ${v.getDotPath(checked.issues[0]) ?? ''}`;
    },
  }),
  reader({
    name: 'run-history',
    silence:
      'No check sum: steps in order and as many numbers in each line, so that it is written again as it was read.',
    seeds: async () => [
      seedOf('history.csv', historyCsv(historyOf(12, 2))),
      seedOf('plain.csv', historyCsv(historyOf(5))),
    ],
    read: async (bytes) => readHistory(textOf(bytes), (cause) => fail('fuzz.history', 'fuzz', cause, 'None.')),
    wrong: ({ given }) =>
      same(
        readHistory(historyCsv(given), () => fail('x', 'x', 'x', 'x')),
        given,
      )
        ? null
        : 'it does not read back as itself',
  }),
  reader<SavedRun>({
    name: 'checkpoint',
    silence:
      'No check sum of its own (the slot’s manifest has its SHA-256): a run that is written again as it was read.',
    seeds: async () => [
      {
        name: 'saved run',
        bytes: writeSavedRun(savedRun()),
        places: [
          [0, 8],
          [8, 4000],
        ],
      },
    ],
    read: (bytes) => readSavedRun(new Blob([bytes]), 'fuzz'),
    wrong: ({ given, sound }) =>
      given.position.packed.length === sound.position.packed.length && given.position.step >= 0
        ? null
        : 'another run came out',
  }),
  reader({
    name: 'kept-corrections',
    silence: 'No check sum: edits of the known kinds, or nothing.',
    seeds: async () => [
      seedOf(
        'kept',
        JSON.stringify({
          formatVersion: 1,
          savedAt: '2026-11-25T10:00:00.000Z',
          edits: [
            { kind: 'relabel', ids: ['a/1.wav'], classNames: ['b'] },
            { kind: 'exclude', ids: ['a/2.wav'] },
            { kind: 'merge', names: ['b', 'c'], into: 'd' },
          ],
        }),
      ),
    ],
    read: async (bytes) => readKept(parsed(bytes)),
    wrong: ({ given }) => {
      const known = given?.steps.every(({ edit }) => ['relabel', 'exclude', 'include', 'merge'].includes(edit.kind));
      return known === false ? 'an edit of an unknown kind' : null;
    },
  }),
  reader({
    name: 'kept-sweep',
    silence: 'No check sum: runs whose name is made anew from their settings, or none.',
    seeds: async () => [seedOf('kept', JSON.stringify([storedRun(queued(planned({ seed: 2 }), undefined, 2))]))],
    read: async (bytes) => {
      const records = parsed(bytes);
      return readStored(Array.isArray(records) ? records : [records]).runs;
    },
    wrong: ({ given }) =>
      same(readStored(again(given.map(storedRun)) as unknown[]).runs, given) ? null : 'not as kept',
  }),
  reader({
    name: 'example',
    silence: 'No check sum: the form of the page’s own example.',
    seeds: async () => [{ name: 'example.json', bytes: await fixtureBytes('../public/example/example.json') }],
    read: async (bytes) => parseExample(textOf(bytes)),
    wrong: ({ given }) =>
      JSON.stringify(parseExample(JSON.stringify(given))) === JSON.stringify(given)
        ? null
        : 'it does not read back as itself',
  }),
];
