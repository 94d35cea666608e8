import { fail, ProblemError, type Problem } from '../core/problem';
import { createSession } from '../session/createSession';
import type { Session } from '../session/session';
import type { EpochPoint } from '../training/train';
import { DEFAULT_HUB } from '../weights/hubModels';
import { bundledBackbone } from '../worker/bundledBackbone';
import type { BackboneRequest } from '../worker/protocol';
import { parseExperiment, settingsOf, type ExperimentConfig } from './experimentConfig';

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
 * @throws ProblemError with the first thing that went wrong
 */
export async function runExperiment(
  value: unknown,
  files: ExperimentFiles,
  tell: (line: string) => void,
): Promise<{ result: ExperimentResult; adapter: Blob }> {
  const config = parseExperiment(value);
  const session = createSession();
  const { store } = session;
  const stopTelling = store.subscribe((state, before) => {
    const point = state.run.epochs.at(-1);
    if (point && state.run.epochs !== before.run.epochs) {
      tell(
        `epoch ${point.epoch}: training loss ${point.trainLoss.toFixed(4)}, validation loss ${point.loss.toFixed(4)}, top-1 ${(100 * point.top1).toFixed(1)}%, mAP ${point.mAP.toFixed(4)}`,
      );
    }
  });
  try {
    await session.startEngine(config.backend);
    refuse(store.getState().engine.problem);
    await session.loadBackbone(backboneRequest(config, files.backbone));
    refuse(store.getState().backbone.refused);
    await loadData(session, config, files.data);
    await session.startRun();
    refuse(store.getState().run.problem);
    return { result: resultOf(session), adapter: (await session.exportAdapter()).blob };
  } finally {
    stopTelling();
  }
}

async function loadData(session: Session, config: ExperimentConfig, files: readonly File[]): Promise<void> {
  const settings = settingsOf(config);
  session.setSplit({
    seed: config.splitSeed ?? settings.seed ?? 1,
    maxClips: config.maxClips,
    heldOutFold: config.heldOutFold,
    trainPerClass: config.trainPerClass,
    ...(config.fold === undefined ? {} : { fold: config.fold }),
    ...(config.validationShare === undefined ? {} : { validationShare: config.validationShare }),
  });
  if (config.table) await session.mapTable(config.table);
  await (config.data === 'demo' ? session.openDemo() : session.openFiles(files));
  refuse(session.store.getState().data.refused);
  const folds = session.store.getState().data.dataset?.folds ?? [];
  if (config.fold !== undefined && !folds.includes(config.fold)) {
    const there = folds.length > 0 ? `its folds are ${folds.join(', ')}` : 'it has no folds';
    fail(
      'experiment.fold',
      config.data,
      `has no fold ${config.fold}: ${there}.`,
      'Choose one of them, or leave "fold" out.',
    );
  }
  session.configure(settings);
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
    clips: {
      train: data.split?.train.length ?? 0,
      validation: data.split?.validation.length ?? 0,
      test: data.split?.test.length ?? 0,
    },
    problems: data.problems.length,
    seconds: report?.seconds ?? 0,
    backend: engine.backend?.name ?? '',
    device: engine.backend?.device ?? '',
  };
}
