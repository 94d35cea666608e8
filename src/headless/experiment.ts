import { fail, ProblemError, type Problem } from '../core/problem';
import { createSession } from '../session/createSession';
import type { Session } from '../session/session';
import type { EpochPoint } from '../training/train';
import { DEFAULT_HUB } from '../weights/hubModels';
import { bundledBackbone } from '../worker/bundledBackbone';
import type { BackboneRequest } from '../worker/protocol';
import { partSizes } from '../dataset/summary';
import type { SplitOptions } from '../dataset/types';
import { parseExperiment, settingsOf, type ExperimentConfig } from './experimentConfig';
import { seriesRuns, type SeriesRun } from './experimentSeries';

export interface ExperimentResult {
  /** On the test part where the data set has one, else the best validation epoch. */
  readonly top1: number | null;
  readonly mAP: number | null;
  readonly part: 'test' | 'validation';
  readonly best: { readonly epoch: number; readonly top1: number; readonly mAP: number } | null;
  /** Every step's training loss. */
  readonly loss: readonly number[];
  readonly validation: readonly EpochPoint[];
  readonly trainable: number;
  readonly clips: { readonly train: number; readonly validation: number; readonly test: number };
  readonly problems: number;
  readonly seconds: number;
  readonly backend: string;
  readonly device: string;
}

/** Files that the runner put into the page's inputs. */
export interface ExperimentFiles {
  readonly data: readonly File[];
  readonly backbone: readonly File[];
}

/**
 * One experiment from settings to numbers, through the same session as the page's.
 * @param wantsOnnx give the adapted model as an ONNX file, too
 * @throws ProblemError with the first thing that went wrong
 */
export async function runExperiment(
  value: unknown,
  files: ExperimentFiles,
  tell: (line: string) => void,
  wantsOnnx = false,
): Promise<{ result: ExperimentResult; adapter: Blob; onnx: Blob | null }> {
  const config = parseExperiment(value);
  return withSession(tell, async (session) => {
    await loadAll(session, config, files);
    session.configure(settingsOf(config));
    await session.startRun({ isKept: false });
    refuse(session.store.getState().run.problem);
    const onnx = wantsOnnx ? (await session.exportOnnx(false)).blob : null;
    return { result: resultOf(session), adapter: (await session.exportAdapter()).blob, onnx };
  });
}

/** What a series is told of, and asks. */
export interface SeriesListener {
  tell(line: string): void;
  /** A result that an earlier, interrupted series left, or null. */
  known(key: string): ExperimentResult | null;
  /** A run is done: what it gave is to be kept before the next begins. */
  finished(run: SeriesRun, result: ExperimentResult, adapter: Blob): Promise<void>;
}

/** One run of a series and its numbers. */
export interface SeriesResult {
  readonly settings: SeriesRun['settings'];
  readonly result: ExperimentResult;
}

/**
 * Every run of a configuration with `seeds`, `folds` or `grid`, one after the other in one session: what they share is loaded
 * and prepared once. Each gives the numbers that it would give alone.
 * @throws ProblemError with the first thing that went wrong; the runs before it are with the listener
 */
export async function runSeries(
  value: unknown,
  files: ExperimentFiles,
  { tell, known, finished }: SeriesListener,
): Promise<readonly SeriesResult[]> {
  const first = seriesRuns(value, [1])[0]?.config;
  if (!first) return [];
  return withSession(tell, async (session) => {
    const { store } = session;
    const { fold: _, ...anyFold } = first;
    await loadAll(session, anyFold, files);
    /** What every run starts from: the page's own settings, and the frames that fit the data. */
    const prepared = store.getState().config;
    const runs = seriesRuns(value, store.getState().data.dataset?.folds ?? []);
    const done: SeriesResult[] = [];
    for (const [i, run] of runs.entries()) {
      const name = `run ${i + 1} of ${runs.length} ${JSON.stringify(run.settings)}`;
      const before = known(run.key);
      if (before) {
        tell(`${name}: known from before`);
        done.push({ settings: run.settings, result: before });
        continue;
      }
      tell(name);
      checkFold(session, run.config);
      session.setSplit(splitOf(run.config));
      session.configure({ ...prepared, ...settingsOf(run.config) });
      await session.startRun({ isKept: false });
      refuse(store.getState().data.refused);
      refuse(store.getState().run.problem);
      const result = resultOf(session);
      await finished(run, result, (await session.exportAdapter()).blob);
      tell(`${name}: top-1 ${percent(result.top1)}, mAP ${result.mAP?.toFixed(4) ?? '-'} on ${result.part}`);
      done.push({ settings: run.settings, result });
    }
    return done;
  });
}

const percent = (share: number | null) => (share === null ? '-' : `${(100 * share).toFixed(1)}%`);

/** A session whose epochs are told as they come. */
async function withSession<T>(tell: (line: string) => void, work: (session: Session) => Promise<T>): Promise<T> {
  const session = createSession();
  const stopTelling = session.store.subscribe((state, before) => {
    const point = state.run.epochs.at(-1);
    if (point && state.run.epochs !== before.run.epochs) {
      tell(
        `epoch ${point.epoch}: training loss ${point.trainLoss.toFixed(4)}, validation loss ${point.loss.toFixed(4)}, top-1 ${(100 * point.top1).toFixed(1)}%, mAP ${point.mAP.toFixed(4)}`,
      );
    }
  });
  try {
    return await work(session);
  } finally {
    stopTelling();
  }
}

/** Backend, backbone and data of an experiment. */
async function loadAll(session: Session, config: ExperimentConfig, files: ExperimentFiles): Promise<void> {
  await session.startEngine(config.backend);
  refuse(session.store.getState().engine.problem);
  await session.loadBackbone(backboneRequest(config, files.backbone));
  refuse(session.store.getState().backbone.refused);
  await loadData(session, config, files.data);
}

/** How an experiment splits its data: by its run's seed where it names no other. */
function splitOf(config: ExperimentConfig): Partial<SplitOptions> {
  return {
    seed: config.splitSeed ?? settingsOf(config).seed ?? 1,
    maxClips: config.maxClips,
    heldOutFold: config.heldOutFold,
    trainPerClass: config.trainPerClass,
    ...(config.fold === undefined ? {} : { fold: config.fold }),
    ...(config.validationShare === undefined ? {} : { validationShare: config.validationShare }),
  };
}

async function loadData(session: Session, config: ExperimentConfig, files: readonly File[]): Promise<void> {
  session.setSplit(splitOf(config));
  if (config.table) await session.mapTable(config.table);
  await (config.data === 'demo' ? session.openDemo() : session.openFiles(files));
  refuse(session.store.getState().data.refused);
  checkFold(session, config);
}

function checkFold({ store }: Session, config: ExperimentConfig): void {
  const folds = store.getState().data.dataset?.folds ?? [];
  if (config.fold === undefined || folds.includes(config.fold)) return;
  const there = folds.length > 0 ? `its folds are ${folds.join(', ')}` : 'it has no folds';
  fail(
    'experiment.fold',
    config.data,
    `has no fold ${config.fold}: ${there}.`,
    'Choose one of them, or leave "fold" out.',
  );
}

function backboneRequest({ backbone, hub, revision }: ExperimentConfig, files: readonly File[]): BackboneRequest {
  if (backbone === 'vit-nano') {
    return bundledBackbone(document.baseURI);
  }
  const weights = files.find((file) => !file.name.endsWith('.json'));
  if (weights) return { kind: 'files', weights, config: files.find((file) => file.name.endsWith('.json')) ?? null };
  return { kind: 'hub', endpoint: hub ?? DEFAULT_HUB, repo: backbone, revision };
}

function refuse(problem: Problem | null): void {
  if (problem) throw new ProblemError(problem);
}

function resultOf({ store }: Session): ExperimentResult {
  const { run, data, engine } = store.getState();
  const { report } = run;
  const final = report?.test ?? report?.best;
  return {
    top1: final?.top1 ?? null,
    mAP: final?.mAP ?? null,
    part: report?.test ? 'test' : 'validation',
    best: report?.best ?? null,
    loss: run.steps.map((point) => point.loss),
    validation: run.epochs,
    trainable: report?.trainable ?? 0,
    clips: partSizes(data.split),
    problems: data.problems.length,
    seconds: report?.seconds ?? 0,
    backend: engine.backend?.name ?? '',
    device: engine.backend?.device ?? '',
  };
}
