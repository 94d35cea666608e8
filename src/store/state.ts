/** The page's whole state, as data. Changed only by the events of events.ts through the pure reducer. */
import { NO_LIVE, type LiveState } from '../detection/liveState';
import { NO_TIMELINE, type TimelineState } from '../detection/state';
import { NO_MICROPHONE, type MicrophoneState } from '../microphone/state';
import type { BackendReport } from '../ops/backend';
import { NO_LOOK, type LookState } from '../attention/lookState';
import type { AdapterConfig } from '../bundle/types';
import type { Problem } from '../core/problem';
import type { Progress } from '../core/progress';
import type { TablePreview } from '../dataset/tableMapping';
import { DEFAULT_SPLIT } from '../dataset/defaultSplit';
import { NO_EDITS, type EditsState } from '../dataset/editState';
import type { Dataset, Split, SplitOptions } from '../dataset/types';
import { NO_MAPS, type MapState } from '../embedding/mapState';
import { NO_STAGES, type StagesState } from '../runs/stages';
import { NO_LIBRARY, type LibraryState } from '../runs/state';
import { NO_SWEEP, type SweepState } from '../sweep/state';
import type { RunConfig } from '../training/config';
import { DEFAULT_CONFIG } from '../training/config';
import type { StepTimes } from '../training/epochTime';
import { USUAL_GRAPHICS_BYTES, type DeviceLimits } from '../training/memoryLimit';
import type { EpochPoint, StepPoint } from '../training/train';
import { NO_UNENDED, type UnendedState } from './unended';
import type { BackboneSummary, PartPredictions, PredictedScore, RunReport } from '../worker/protocol';
import { DEFAULT_HUB } from '../weights/hubModels';

export interface ClipFacts {
  readonly seconds: number;
  readonly sampleRate: number;
  readonly channelCount: number;
}

export interface EngineState {
  readonly status: 'starting' | 'ready' | 'failed';
  readonly backend: BackendReport | null;
  readonly problem: Problem | null;
}

/** What a run would need, before there is one. */
export interface PreflightState {
  /** What the engine's device says of itself; null until it was asked. */
  readonly limits: DeviceLimits | null;
  /** The graphics memory that the person has, in bytes. */
  readonly graphicsBytes: number;
  readonly status: 'idle' | 'measuring';
  /** What the last measurement was of (see `preflightKey`), and what it gave; null where it failed. */
  readonly measured: { readonly key: string; readonly times: StepTimes | null } | null;
}

export interface DataState {
  readonly status: 'empty' | 'reading' | 'preparing' | 'ready';
  readonly progress: Progress | null;
  readonly dataset: Dataset | null;
  readonly splitOptions: SplitOptions;
  readonly split: Split | null;
  /** Facts of every clip that has been decoded, by id. */
  readonly facts: ReadonlyMap<string, ClipFacts>;
  /** Everything that could not be used, or was used with a warning: recognition and decoding together. */
  readonly problems: readonly Problem[];
  /** Why the last drop gave no data set; what was loaded before stays loaded. */
  readonly refused: Problem | null;
  /** The table of the last drop and what its columns are taken for; null where the data set is of no table. */
  readonly table: TablePreview | null;
}

/** Features on disk, of this data set and others. */
export interface KeptFeatures {
  readonly bytes: number;
  readonly clips: number;
  /** The most bytes that are kept. */
  readonly budget: number;
  /** Clips that were not decoded since the page opened, because their features were there. */
  readonly reused: number;
}

export interface BackboneState {
  readonly status: 'none' | 'loading' | 'ready';
  readonly progress: Progress | null;
  readonly summary: BackboneSummary | null;
  /** Why the last load failed; what was loaded before stays loaded. */
  readonly refused: Problem | null;
}

/** What a run was judged on. Of a kept run whose sounds are not open there are no clips. */
export interface Judged {
  readonly dataset: Pick<Dataset, 'name' | 'classes' | 'multiLabel' | 'clips'>;
  readonly split: Split;
}

export interface RunState {
  readonly status: 'idle' | 'starting' | 'running' | 'paused' | 'stopping' | 'finished' | 'stopped' | 'failed';
  readonly config: RunConfig | null;
  readonly progress: Progress | null;
  readonly secondsLeft: number | null;
  readonly stepsPerEpoch: number;
  readonly trainable: number | null;
  readonly total: number | null;
  readonly statistics: { readonly mean: number; readonly std: number } | null;
  /** The last step that is done; `steps` are those whose numbers have come, of very long runs the telling ones. */
  readonly step: number;
  readonly steps: readonly StepPoint[];
  readonly epochs: readonly EpochPoint[];
  readonly bestEpoch: number | null;
  readonly report: RunReport | null;
  /** Of the best epoch, on each part that it was evaluated on. */
  readonly predictions: readonly PartPredictions[] | null;
  /** What the predictions are of, as it was when the run ended: labels may be corrected since. */
  readonly judged: Judged | null;
  /** The kept run that was opened in place of one made here; null where it was made here. */
  readonly kept: { readonly id: string; readonly name: string } | null;
  readonly problem: Problem | null;
  /** Clips that go through the model at once; null before the run has its model. */
  readonly microBatch: number | null;
  /** What the run was last cut off by, and went on from by itself. */
  readonly interrupted: Problem | null;
  /** The step that the run would go on from if the page closed now. */
  readonly keptStep: number | null;
  /** Whether that step is held by the page alone: it would go on from there if the engine was lost, and not if the page closed. */
  readonly keptInPage: boolean;
  /** Why it would not. */
  readonly unkept: Problem | null;
}

export interface TryState {
  /** Sounds done and wanted, while they are being worked on. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** Newest first. */
  readonly results: readonly {
    readonly name: string;
    readonly seconds: number;
    readonly scores: readonly PredictedScore[];
  }[];
  /** What was wrong with the others of the last sounds. */
  readonly problems: readonly Problem[];
}

export interface AdapterState {
  /** The adapter in the model now: trained here or imported. Null where the head is untrained. */
  readonly origin: 'trained' | 'imported' | null;
  readonly config: AdapterConfig | null;
  readonly problem: Problem | null;
}

export interface AppState {
  readonly engine: EngineState;
  readonly data: DataState;
  readonly edits: EditsState;
  readonly map: MapState;
  readonly backbone: BackboneState;
  readonly config: RunConfig;
  readonly run: RunState;
  readonly look: LookState;
  readonly tries: TryState;
  readonly adapter: AdapterState;
  readonly sweep: SweepState;
  readonly timeline: TimelineState;
  readonly microphone: MicrophoneState;
  readonly live: LiveState;
  readonly library: LibraryState;
  readonly unended: UnendedState;
  readonly stages: StagesState;
  readonly preflight: PreflightState;
  /** Null where the browser keeps nothing for this page. */
  readonly features: KeptFeatures | null;
  /** Whether the browser keeps what this page holds also where space runs short; null until it was asked. */
  readonly storageLasts: boolean | null;
  /** The hub's address, a setting. */
  readonly hubEndpoint: string;
}

export const NO_RUN: RunState = {
  status: 'idle',
  config: null,
  progress: null,
  secondsLeft: null,
  stepsPerEpoch: 0,
  trainable: null,
  total: null,
  statistics: null,
  step: 0,
  steps: [],
  epochs: [],
  bestEpoch: null,
  report: null,
  predictions: null,
  judged: null,
  kept: null,
  problem: null,
  microBatch: null,
  interrupted: null,
  keptStep: null,
  keptInPage: false,
  unkept: null,
};

export const INITIAL_STATE: AppState = {
  engine: { status: 'starting', backend: null, problem: null },
  data: {
    status: 'empty',
    progress: null,
    dataset: null,
    splitOptions: DEFAULT_SPLIT,
    split: null,
    facts: new Map(),
    problems: [],
    refused: null,
    table: null,
  },
  edits: NO_EDITS,
  map: NO_MAPS,
  backbone: { status: 'none', progress: null, summary: null, refused: null },
  config: DEFAULT_CONFIG,
  run: NO_RUN,
  look: NO_LOOK,
  tries: { progress: null, results: [], problems: [] },
  adapter: { origin: null, config: null, problem: null },
  sweep: NO_SWEEP,
  library: NO_LIBRARY,
  unended: NO_UNENDED,
  stages: NO_STAGES,
  timeline: NO_TIMELINE,
  microphone: NO_MICROPHONE,
  live: NO_LIVE,
  preflight: { limits: null, graphicsBytes: USUAL_GRAPHICS_BYTES, status: 'idle', measured: null },
  features: null,
  storageLasts: null,
  hubEndpoint: DEFAULT_HUB,
};
