/**
 * Everything that passes between the page and the engine worker: calls (answered once) and events (at any time).
 * The worker's handler table is `{ [K in keyof EngineCalls]: ... }`, so a call without a handler does not compile.
 */
import type { ColumnChoice } from '../attention/columns';
import type { AttentionMatrix, HeldEpochs, LookFacts, LookSource, MatrixChoice, Reading } from '../attention/types';
import type { Features } from '../audio/types';
import type { AdapterConfig, AdapterFiles, Parity } from '../bundle/types';
import type { RunIdentity, SavedRun } from '../checkpoints/savedRun';
import type { Problem } from '../core/problem';
import type { Progress } from '../core/progress';
import type { Part, Split } from '../dataset/types';
import type { Vectors } from '../embedding/types';
import type { BackendChoice, BackendReport } from '../ops/backend';
import type { RunConfig } from '../training/config';
import type { StepTimes } from '../training/epochTime';
import type { DeviceLimits } from '../training/memoryLimit';
import type { RunPosition } from '../training/position';
import type { Preparation } from '../training/preparation';
import type { Sound } from '../training/sounds';
import type { Best, EpochPoint, StepPoint } from '../training/train';
import type { BackboneConfig, NamingName } from '../weights/types';

export type BackboneRequest =
  | { readonly kind: 'bundled'; readonly name: string; readonly url: string }
  | { readonly kind: 'hub'; readonly endpoint: string; readonly repo: string; readonly revision: string }
  | { readonly kind: 'files'; readonly weights: File; readonly config: File | null };

export interface BackboneSummary {
  readonly name: string;
  readonly naming: NamingName;
  readonly config: BackboneConfig;
  readonly sha256: string;
  readonly origin: { readonly repo: string; readonly revision: string } | null;
  readonly labels: readonly string[] | null;
  readonly nonFinite: readonly { readonly name: string; readonly count: number }[];
}

/** A prepared clip under its id: kept by the engine while there is room, fetched again otherwise. */
export interface StoredClip extends Sound {
  readonly id: string;
}

/** The page's answer to one request of `clips.wanted`. */
export type FetchedClip =
  { readonly request: number; readonly clip: StoredClip } | { readonly request: number; readonly problem: Problem };

export interface RunRequest {
  readonly config: RunConfig;
  readonly classes: readonly string[];
  readonly split: Split;
  /** Class indices by clip id. */
  readonly labels: Readonly<Record<string, readonly number[]>>;
  /** Train although the checkpoint holds NaN or infinite weights. */
  readonly allowNonFinite: boolean;
  /** Bytes that the run may take on the device: what it leaves open of micro-batches and segments follows from that. */
  readonly memoryBytes: number;
  /** Go no further than the first step and wait (single-step from the start). */
  readonly paused: boolean;
  /** At most so many clips at once, where more have been too many; the batch stays what it is. */
  readonly mostAtOnce?: number | null;
  /** Keeps the run for the case that the page closes; absent where it is not to be kept. */
  readonly keep?: KeepRequest;
}

export interface KeepRequest {
  readonly identity: RunIdentity;
  /** Go on where the kept run stands, instead of beginning. */
  readonly goesOn: boolean;
}

/** A run that did not end, as far as the page wants to know. */
export interface UnendedRun extends Omit<SavedRun, 'position'>, Pick<RunPosition, 'step' | 'seconds'> {}

/** What came of one part, of clips' averaged windows where they have several. */
export interface PartReport {
  readonly loss: number;
  readonly top1: number;
  readonly top5: number;
  /** Macro mean of the average precisions. */
  readonly mAP: number;
  /** By class; null for classes without clips. */
  readonly averagePrecision: readonly (number | null)[];
}

export interface RunReport {
  readonly outcome: 'finished' | 'stopped';
  readonly trainable: number;
  readonly total: number;
  readonly best: Best | null;
  /** The best epoch on the validation part. */
  readonly validation: PartReport | null;
  /** The best epoch on the test part, where the data set has one and the run was not stopped. */
  readonly test: PartReport | null;
  readonly seconds: number;
  readonly mean: number;
  readonly std: number;
}

export interface PredictedScore {
  readonly label: string;
  /** Softmax probability (cross entropy) or sigmoid (binary cross entropy), in [0, 1]. */
  readonly score: number;
}

/** The predictions on one part's clips, in the split's order. */
export interface PartPredictions {
  readonly part: Extract<Part, 'validation' | 'test'>;
  readonly predictions: readonly Prediction[];
}

/** One evaluated clip: what it was and what the model said. */
export interface Prediction {
  readonly id: string;
  readonly labels: readonly number[];
  /** By class: softmax probability (cross entropy; they sum to 1) or sigmoid (binary cross entropy), in [0, 1]. */
  readonly scores: readonly number[];
}

export interface ScoreRequest {
  /** The features of windows, [T, M] each at the most; padded where they are shorter. */
  readonly windows: readonly Features[];
  /** Windows that go through the model at once: the same from call to call, so that nothing is made anew. */
  readonly batch: number;
}

/** What the trained model says of windows of a longer sound. */
export interface WindowScores {
  readonly labels: readonly string[];
  /** [windows, C]: softmax probabilities (cross entropy) or sigmoids (binary cross entropy), in [0, 1]. */
  readonly scores: Float32Array;
}

/** How clips become input while nothing has been trained; a trained model brings its own. */
export type LookView = Pick<RunConfig, 'frontEnd' | 'frames' | 'stride' | 'normalisation'> & {
  readonly train: readonly string[];
};

/** One clip through one model. */
export interface LookRequest {
  /** A prepared clip's id. */
  readonly clip: string;
  readonly source: LookSource;
  readonly view: LookView;
}

/** Clips to embed, `before` by the backbone alone, `after` with what has been trained or imported so far. */
export interface EmbedRequest {
  readonly stage: 'before' | 'after';
  readonly view: LookView;
  readonly ids: readonly string[];
}

/** What may be loaded beside the model to look at. One other backbone at a time. */
export type BesideRequest =
  | { readonly kind: 'adapter'; readonly id: string; readonly files: AdapterFiles }
  | { readonly kind: 'other'; readonly id: string; readonly request: BackboneRequest };

/** What the engine holds. `gpuBytes`: of buffers on the device, null where it does not say. */
export interface EngineMemory {
  readonly tensors: number;
  readonly bytes: number;
  readonly gpuBytes: number | null;
}

export interface EngineCalls {
  'engine.start': { input: { readonly choice: BackendChoice }; output: BackendReport };
  'engine.limits': { input: null; output: DeviceLimits };
  'engine.memory': { input: null; output: EngineMemory };
  'backbone.load': { input: BackboneRequest; output: BackboneSummary };
  /** Answers with the ids of the clips that there was no room for: they will be asked for with `clips.wanted`. */
  'clips.put': { input: readonly StoredClip[]; output: readonly string[] };
  /** Answers `clips.wanted`, in any order and in any bunches. */
  'clips.fetched': { input: readonly FetchedClip[]; output: null };
  /** A copy of a clip's features, to draw. */
  'clips.features': { input: { readonly id: string } & Pick<Preparation, 'frontEnd'>; output: Features };
  'clips.clear': { input: null; output: null };
  /** What a clip of a run costs, measured on a model of its own in a few seconds. Refused during a run. */
  preflight: {
    input: Pick<RunRequest, 'config' | 'memoryBytes'> & { readonly classes: number };
    output: StepTimes;
  };
  /** Answers when the run ends; pause, resume, step and stop act on it meanwhile. */
  'run.start': { input: RunRequest; output: RunReport };
  /** The run that did not end, if there is one; and what is wrong with what was kept, if anything is. */
  'checkpoint.find': { input: null; output: { readonly run: UnendedRun | null; readonly problem: Problem | null } };
  'checkpoint.forget': { input: null; output: null };
  /** Gives a new engine what the page holds of a run (`checkpoint.held`). */
  'checkpoint.hold': { input: { readonly content: Uint8Array<ArrayBuffer> }; output: null };
  'run.pause': { input: null; output: null };
  'run.resume': { input: null; output: null };
  'run.step': { input: null; output: null };
  'run.stop': { input: null; output: null };
  /** Predictions of the last run's best epoch on the parts that it evaluated, for the error views. */
  'run.predictions': { input: null; output: readonly PartPredictions[] };
  /** The vector of each clip that the head sees. Refused during a run; tells its progress. */
  'embed.clips': { input: EmbedRequest; output: Vectors };
  /** What there is to see of a clip in a model. Keeps what the pass gave, so that the calls below need no other. */
  'look.open': { input: LookRequest; output: LookFacts };
  'look.matrix': { input: LookRequest & { readonly choice: MatrixChoice }; output: AttentionMatrix };
  /** Maps of every layer and head: [L, h, F W]. */
  'look.overview': {
    input: LookRequest & { readonly reading: Reading; readonly columns: ColumnChoice };
    output: Float32Array;
  };
  /** Answers with the name of what was loaded. */
  'look.load': { input: BesideRequest; output: string };
  'look.unload': { input: { readonly id: string }; output: null };
  /** One sound in the windows of an evaluation, their scores averaged. The waveform is needed where there are several. */
  predict: { input: Sound; output: readonly PredictedScore[] };
  /** Windows of a longer sound, each on its own. Answered during a run too, with the weights as they stand. */
  score: { input: ScoreRequest; output: WindowScores };
  'adapter.export': { input: null; output: AdapterFiles };
  /** What the model says of a sound that is made for it, for other programs to compare with. */
  'adapter.parity': { input: null; output: Parity };
  /** The whole adapted model as an ONNX file; `halves` keeps large frozen matrices in 16 bits. */
  'adapter.onnx': { input: { readonly halves: boolean }; output: Uint8Array<ArrayBuffer> };
  'adapter.import': { input: AdapterFiles; output: AdapterConfig };
}

export type EngineCallName = keyof EngineCalls;

export type EngineEvent =
  | { readonly type: 'progress'; readonly progress: Progress }
  | {
      readonly type: 'run.ready';
      readonly trainable: number;
      readonly total: number;
      readonly mean: number;
      readonly std: number;
      readonly stepsPerEpoch: number;
      /** Clips that go through the model at once. */
      readonly microBatch: number;
    }
  | { readonly type: 'run.steps'; readonly points: readonly StepPoint[]; readonly secondsLeft: number | null }
  /** A step is done; what it gave comes with a later `run.steps`. */
  | { readonly type: 'run.stepped'; readonly step: number; readonly secondsLeft: number | null }
  | { readonly type: 'run.epoch'; readonly point: EpochPoint; readonly best: boolean }
  | { readonly type: 'run.state'; readonly state: 'running' | 'paused' }
  /** The device failed while no run was under way: the engine is of no more use. */
  | { readonly type: 'engine.trouble'; readonly problem: Problem }
  /** The run would go on from this step if the page closed now; or, `inPage`, only if the engine was lost and the page stayed. */
  | { readonly type: 'run.kept'; readonly step: number; readonly inPage: boolean }
  /** A run's position, for the page to hold where the browser keeps none: the engine may be lost. Null where there is none. */
  | { readonly type: 'checkpoint.held'; readonly content: Uint8Array<ArrayBuffer> | null }
  /** Why it would not. */
  | { readonly type: 'run.unkept'; readonly problem: Problem }
  /** Which epochs of the run can be looked at. */
  | { readonly type: 'look.epochs'; readonly epochs: HeldEpochs }
  /** Of loading something beside the model. */
  | { readonly type: 'look.progress'; readonly progress: Progress };

/** The engine needs clips that it does not hold; the page prepares them (again) and answers with `clips.fetched`. */
export interface ClipsWanted {
  readonly type: 'clips.wanted';
  readonly clips: readonly { readonly request: number; readonly id: string }[];
  readonly preparation: Preparation;
}

/** What was wanted and has not come is not needed any more: the run was stopped. Nothing is to be answered. */
export interface ClipsUnwanted {
  readonly type: 'clips.unwanted';
  readonly requests: readonly number[];
}

export type ClipsEvent = ClipsWanted | ClipsUnwanted;

/** Page to worker. */
export type ToEngine =
  | { readonly kind: 'call'; readonly id: number; readonly name: EngineCallName; readonly input: unknown }
  | { readonly kind: 'abort'; readonly id: number };

/** Worker to page. */
export type FromEngine =
  | { readonly kind: 'result'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly problem: Problem; readonly aborted: boolean }
  | { readonly kind: 'event'; readonly event: EngineEvent | ClipsEvent }
  /** The worker lives; `waitsFor` numbers the device's work that it has waited for longest. */
  | { readonly kind: 'beat'; readonly waitsFor: number | null };
