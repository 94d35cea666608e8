import { problemOf } from '../core/problem';
import { trustOwnScripts } from '../core/trustedScripts';
import { METHODS } from '../model/methods';
import type { BackendChoice } from '../ops/backend';
import { timeFbank } from '../bench/fbank';
import { benchHere, runHere, stepsHere } from './bench';
import { runExperiment, runSeries, type ExperimentResult } from './experiment';
import { firstLosses, makeExample } from './makeExample';
import { isSeries } from './experimentSeries';
import { summariseSeries } from './experimentSummary';
import { runParity } from './parity';
import { predictWith } from './predictions';
import { recogniseFiles } from './recognise';
import type { SplitOptions } from '../dataset/types';
import type { ParityTarget } from './parityProtocol';

trustOwnScripts();

/** Files of one of the page's inputs. */
function filesOf(id: string): File[] {
  const input = document.getElementById(id);
  return input instanceof HTMLInputElement ? [...(input.files ?? [])] : [];
}

async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

/** A run that an earlier series made. */
interface KnownRun {
  readonly result: ExperimentResult;
  readonly adapterFile: string | null;
}

declare global {
  interface Window {
    /** Put there by the command-line runner: keeps a finished run, and answers with where its adapter is. */
    loaaFinished(run: object, adapter: string): Promise<string | null>;
  }
}

/** What the runners call from outside, through the browser's protocol. */
const runners = {
  isSeries,

  /** Every method of the page, by the names in its settings. */
  methods: () => Object.keys(METHODS),

  steps: stepsHere,

  run: runHere,

  async experiment(config: unknown, { onnx: wantsOnnx = false } = {}) {
    const files = { data: filesOf('data'), backbone: filesOf('backbone') };
    try {
      const tell = (line: string) => console.info(line);
      const { result, adapter, onnx } = await runExperiment(config, files, tell, wantsOnnx);
      return { ok: true as const, result, adapter: await base64(adapter), onnx: onnx && (await base64(onnx)) };
    } catch (error) {
      return { ok: false as const, problem: problemOf(error, 'The experiment') };
    }
  },

  /**
   * Several runs in one session. `known` has the results of an earlier, interrupted series by key; the runner's
   * `loaaFinished` keeps each new one and answers with the path of its adapter, or null.
   */
  async experiments(config: unknown, known: Readonly<Record<string, KnownRun>>) {
    const files = { data: filesOf('data'), backbone: filesOf('backbone') };
    const adapterFiles: (string | null)[] = [];
    try {
      const runs = await runSeries(config, files, {
        tell: (line) => console.info(line),
        known(key) {
          const before = Object.hasOwn(known, key) ? known[key] : undefined;
          if (before) adapterFiles.push(before.adapterFile);
          return before?.result ?? null;
        },
        async finished({ key, settings }, result, adapter) {
          adapterFiles.push(await window.loaaFinished({ key, settings, result }, await base64(adapter)));
        },
      });
      const listed = runs.map(({ settings, result }, i) => ({ settings, ...result, adapterFile: adapterFiles[i] }));
      return { ok: true as const, result: { runs: listed, ...summariseSeries(runs) } };
    } catch (error) {
      return { ok: false as const, problem: problemOf(error, 'The experiment') };
    }
  },

  /** What the adapter in the page's input says of the sounds in the other. */
  async predictions(backend: BackendChoice) {
    try {
      return { ok: true as const, predictions: await predictWith(backend, filesOf('adapter'), filesOf('sounds')) };
    } catch (error) {
      return { ok: false as const, problem: problemOf(error, 'The predictions') };
    }
  },

  /** What the data folder in the page's input is, and its splits. */
  async recognise(options: readonly Partial<SplitOptions>[]) {
    try {
      return { ok: true as const, dataset: await recogniseFiles(filesOf('data'), options) };
    } catch (error) {
      return { ok: false as const, problem: problemOf(error, 'The data') };
    }
  },

  bench: benchHere,

  /** Times of the filterbank; its sound and features in base64. */
  async fbank(seconds: number, times: number) {
    const { ms, wave, features } = timeFbank(seconds, times);
    return { ms, wave: await base64(new Blob([wave])), features: await base64(new Blob([features])) };
  },

  /** The files of public/example: the numbers as text, the others in base64. */
  async example() {
    const { example, pictures, run } = await makeExample((line) => console.info(line));
    const packed = await base64(new Blob([new Uint8Array(pictures)]));
    return { numbers: JSON.stringify(example, rounded), pictures: packed, run: await base64(run) };
  },

  firstLosses,

  /** One line of JSON on the console for every answer. */
  async parity(target: ParityTarget, only = '') {
    await runParity(target, only, filesOf('data'), (message) => console.info(JSON.stringify(message, infinite)));
  },
};

/** Six digits are more than any picture of them shows. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(6)) : value;
}

/** JSON has no infinity: a failed comparison's error goes as text. */
function infinite(_: string, value: unknown): unknown {
  return value === Infinity ? 'Infinity' : value;
}

export type HeadlessRunners = typeof runners;

Object.assign(window, { loaa: runners });
// For runners to wait for: the page's policy lets no text be evaluated.
document.documentElement.dataset.loaa = '';
