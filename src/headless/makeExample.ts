import { overviewKey } from '../attention/choose';
import { ProblemError } from '../core/problem';
import { EXAMPLE_ID, type Example, type ExampleClip } from '../example/example';
import { toBytes } from '../example/pictures';
import { readArchive, writeArchive } from '../runs/archive';
import { createSession } from '../session/createSession';
import type { Session } from '../session/session';
import { APP_VERSION } from '../sweep/version';
import { DEFAULT_CONFIG, type RunConfig } from '../training/config';
import { bundledBackbone } from '../worker/bundledBackbone';
import type { Prediction } from '../worker/protocol';

/** The page's own defaults, so that whoever presses Start makes the same run; one seed, chosen before any was tried. */
const SETTINGS: Partial<RunConfig> = { ...DEFAULT_CONFIG };
/** No day: the same run is made on any. */
const NO_DAY = '2026-01-01T00:00:00.000Z';

/** The three files of the example. */
export interface MadeExample {
  readonly example: Example;
  readonly pictures: Uint8Array;
  readonly run: Blob;
}

/** The demo sounds, the bundled backbone and the example's settings, ready to start. */
async function readySession(): Promise<Session> {
  const session = createSession();
  await session.startEngine('wasm');
  await session.loadBackbone(bundledBackbone(document.baseURI));
  await session.openDemo();
  // The frames that suit the demo sounds stay: a person gets them too.
  const { frames } = session.store.getState().config;
  session.configure({ ...SETTINGS, frames });
  const { engine, backbone, data } = session.store.getState();
  const problem = engine.problem ?? backbone.refused ?? data.refused;
  if (problem) throw new ProblemError(problem);
  return session;
}

/** The training losses of the example's first steps, made anew. */
export async function firstLosses(count: number): Promise<readonly number[]> {
  const session = await readySession();
  const { store } = session;
  const enough = new Promise<void>((resolve) => {
    store.subscribe(({ run }) => {
      if (run.steps.length >= count || run.problem) resolve();
    });
  });
  const run = session.startRun();
  await enough;
  const losses = store.getState().run.steps.slice(0, count);
  await session.stopRun();
  await run;
  return losses.map(({ loss }) => loss);
}

/** Trains, looks at one validation clip of each class after every epoch, and packs it all. */
export async function makeExample(tell: (line: string) => void): Promise<MadeExample> {
  const session = await readySession();
  const { store } = session;
  store.subscribe(({ run }, before) => {
    const point = run.epochs.at(-1);
    if (point && run.epochs !== before.run.epochs)
      tell(`epoch ${point.epoch}: loss ${point.loss}, top-1 ${point.top1}`);
  });
  await session.startRun();
  const { run } = store.getState();
  if (run.problem) throw new ProblemError(run.problem);
  const { pictures, bytes } = await makePictures(session, tell);
  return { example: numbersOf(session, pictures), pictures: bytes, run: await archiveOf(session) };
}

/** The first validation clip of every class, in the order of the classes. */
function chosenClips({ store }: Session): readonly { readonly id: string; readonly label: number }[] {
  const { dataset, split } = store.getState().data;
  return (dataset?.classes ?? []).flatMap((_, label) => {
    const id = split?.validation.find((one) => dataset?.clips.find((clip) => clip.id === one)?.labels.includes(label));
    return id === undefined ? [] : [{ id, label }];
  });
}

/** One clip after every stage: its spectrogram, the maps' mean over heads [stage, layer, F W], and entropies. */
async function lookAtClip(session: Session, clip: string, epochs: number) {
  const maps: Float32Array[] = [];
  const entropy: number[][] = [];
  for (let stage = 0; stage <= epochs; stage++) {
    await session.setPanels([stage === 0 ? { kind: 'backbone' } : { kind: 'epoch', epoch: stage }]);
    await session.look({ clip, overviewPanel: 0 });
    await session.lookOver();
    const { look } = session.store.getState();
    const facts = look.panels[0]?.facts;
    if (look.problem) throw new ProblemError(look.problem);
    if (!facts || !look.overview || look.overview.of !== overviewKey(look)) throw new Error(`No maps of ${clip}.`);
    const { layers, heads } = facts;
    maps.push(meanOverHeads(look.overview.maps, layers, heads));
    entropy.push(Array.from({ length: layers }, (_, l) => mean(facts.entropy.subarray(l * heads, (l + 1) * heads))));
  }
  const { spectrogram, panels } = session.store.getState().look;
  const facts = panels[0]?.facts;
  if (!spectrogram || !facts) throw new Error(`No spectrogram of ${clip}.`);
  return { maps, entropy, spectrogram, facts };
}

async function makePictures(session: Session, tell: (line: string) => void) {
  const epochs = session.store.getState().run.epochs.length;
  const parts: Uint8Array[] = [];
  const clips: ExampleClip[] = [];
  let shared: Omit<Example['pictures'], 'clips'> | null = null;
  for (const { id, label } of chosenClips(session)) {
    const { maps, entropy, spectrogram, facts } = await lookAtClip(session, id, epochs);
    const { grid, prefix, patch, stride, layers, band } = facts;
    const size = grid[0] * grid[1];
    const ofLayer = (map: Float32Array, l: number) => map.subarray(l * size, (l + 1) * size);
    const tops = Array.from({ length: layers }, (_, l) => Math.max(...maps.map((map) => Math.max(...ofLayer(map, l)))));
    const loudness: [number, number] = [least(spectrogram.data), -least(spectrogram.data.map((value) => -value))];
    parts.push(toBytes(spectrogram.data, ...loudness));
    for (const map of maps) tops.forEach((top, l) => parts.push(toBytes(ofLayer(map, l), 0, top)));
    clips.push({ id, label, frames: spectrogram.frames, band: [...band], loudness, tops, entropy });
    shared = {
      bins: spectrogram.bins,
      grid: [...grid],
      patch: [...patch],
      stride: [...stride],
      tokens: prefix + size,
      layers,
      stages: maps.length,
    };
    tell(`${id}: ${maps.length} stages`);
  }
  if (!shared) throw new Error('The demo sounds have no validation clips.');
  return { pictures: { ...shared, clips }, bytes: new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer()) };
}

function numbersOf({ store }: Session, pictures: Example['pictures']): Example {
  const { run, data, backbone, engine } = store.getState();
  const { config, report, trainable, total, stepsPerEpoch, steps, epochs, predictions } = run;
  const { dataset, split, splitOptions } = data;
  const best = report?.best;
  const validation = predictions?.find(({ part }) => part === 'validation')?.predictions;
  if (
    !config ||
    !best ||
    !validation ||
    !dataset ||
    !split ||
    !backbone.summary ||
    trainable === null ||
    total === null
  ) {
    throw new Error('The run did not finish.');
  }
  return {
    format: 'loaa-example',
    formatVersion: 1,
    version: APP_VERSION,
    backend: engine.backend?.name ?? '',
    config: structuredClone(config) as Example['config'],
    split: splitOptions,
    backbone: { name: backbone.summary.name, sha256: backbone.summary.sha256 },
    classes: [...dataset.classes],
    parts: { train: split.train.length, validation: split.validation.length, test: split.test.length },
    trainable,
    total,
    stepsPerEpoch,
    losses: steps.map(({ loss }) => loss),
    epochs: [...epochs],
    best,
    confusion: confusionOf(validation, dataset.classes.length),
    pictures,
  };
}

function confusionOf(predictions: readonly Prediction[], classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (const { labels, scores } of predictions) {
    const row = counts[labels[0] ?? 0];
    const said = scores.indexOf(Math.max(...scores));
    if (row) row[said] = (row[said] ?? 0) + 1;
  }
  return counts;
}

/** The run as it is kept, but an example's. */
async function archiveOf(session: Session): Promise<Blob> {
  const [kept] = session.store.getState().library.runs;
  if (!kept) throw new Error('The run was not kept.');
  const { blob } = await session.exportRuns([kept.id]);
  const [stored] = await readArchive(blob, 'run.zip');
  if (!stored) throw new Error('The archive is empty.');
  const name = `Example: ${kept.name}`;
  const record = { ...stored.record, id: EXAMPLE_ID, name, createdAt: NO_DAY, origin: 'example' as const };
  return writeArchive([{ ...stored, record }]);
}

function meanOverHeads(maps: Float32Array, layers: number, heads: number): Float32Array {
  const size = maps.length / (layers * heads);
  const out = new Float32Array(layers * size);
  for (let i = 0; i < maps.length; i++) {
    const layer = Math.floor(i / (heads * size));
    const at = layer * size + (i % size);
    out[at] = (out[at] ?? 0) + (maps[i] ?? 0) / heads;
  }
  return out;
}

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

const least = (values: Float32Array) => values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
