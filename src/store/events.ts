import type { LiveEvent } from '../detection/liveState';
import type { TimelineEvent } from '../detection/state';
import type { MicrophoneEvent } from '../microphone/state';
import type { BackendReport } from '../ops/backend';
import type { UnendedEvent } from './unended';
import type { LookEvent } from '../attention/lookState';
import type { AdapterConfig } from '../bundle/types';
import type { Problem } from '../core/problem';
import type { Progress } from '../core/progress';
import type { TablePreview } from '../dataset/tableMapping';
import type { EditsEvent } from '../dataset/editState';
import type { Dataset, Split, SplitOptions } from '../dataset/types';
import type { MapEvent } from '../embedding/mapState';
import type { RunRecord } from '../runs/record';
import type { StagesEvent } from '../runs/stages';
import type { LibraryEvent } from '../runs/state';
import type { SweepEvent } from '../sweep/state';
import type { RunConfig } from '../training/config';
import type { StepTimes } from '../training/epochTime';
import type { DeviceLimits } from '../training/memoryLimit';
import type {
  BackboneSummary,
  EngineEvent,
  PartPredictions,
  PredictedScore,
  RunReport,
  UnendedRun,
} from '../worker/protocol';
import type { ClipFacts, Judged, KeptFeatures } from './state';

/** Everything that can happen to the page's state. Engine events pass through as they are. */
export type AppEvent =
  | LookEvent
  | SweepEvent
  | TimelineEvent
  | MicrophoneEvent
  | LiveEvent
  | LibraryEvent
  | StagesEvent
  | EditsEvent
  | MapEvent
  | { readonly type: 'features.kept'; readonly features: KeptFeatures | null }
  /** Whether the browser keeps what this page holds also where space runs short, as it says itself. */
  | { readonly type: 'storage.lasts'; readonly lasts: boolean }
  | { readonly type: 'engine.starting' }
  | { readonly type: 'engine.ready'; readonly backend: BackendReport }
  | { readonly type: 'engine.failed'; readonly problem: Problem }
  /** Another backend did not start; the one before, if there was one, goes on. */
  | { readonly type: 'engine.refused'; readonly problem: Problem }
  | { readonly type: 'data.reading' }
  | { readonly type: 'data.progress'; readonly progress: Progress }
  | { readonly type: 'data.refused'; readonly problem: Problem }
  | { readonly type: 'data.cancelled' }
  /** Clips of the present data set are being prepared (again). */
  | { readonly type: 'data.preparing' }
  /** The table that the data set is read from, with what its columns are taken for; null where there is none. */
  | { readonly type: 'data.table'; readonly table: TablePreview | null }
  /** The split asked for cannot be; the one before stays. */
  | { readonly type: 'data.split-refused'; readonly problem: Problem }
  /** There is no data set after all; what was found wrong with it stays listed. */
  | { readonly type: 'data.emptied' }
  | {
      readonly type: 'data.recognised';
      readonly dataset: Dataset;
      readonly split: Split;
      readonly problems: readonly Problem[];
    }
  | {
      readonly type: 'data.prepared';
      readonly facts: readonly (readonly [string, ClipFacts])[];
      readonly problems: readonly Problem[];
      readonly progress: Progress;
    }
  | { readonly type: 'data.ready'; readonly dataset: Dataset; readonly split: Split }
  | { readonly type: 'data.split'; readonly options: SplitOptions; readonly split: Split | null }
  | { readonly type: 'backbone.loading' }
  | { readonly type: 'backbone.ready'; readonly summary: BackboneSummary }
  | { readonly type: 'backbone.refused'; readonly problem: Problem | null }
  | { readonly type: 'config.changed'; readonly patch: Partial<RunConfig> }
  | { readonly type: 'hub.endpoint'; readonly endpoint: string }
  | { readonly type: 'preflight.limits'; readonly limits: DeviceLimits }
  | { readonly type: 'preflight.graphics'; readonly bytes: number }
  | { readonly type: 'preflight.measuring' }
  /** A measurement ended: with times, without (it failed), or, where `key` is null, because it was stopped. */
  | { readonly type: 'preflight.ended'; readonly key: string | null; readonly times: StepTimes | null }
  | UnendedEvent
  /** `from`: the run that it goes on with; it begins where that is absent. `interrupted`: what it was cut off by before. */
  | {
      readonly type: 'run.starting';
      readonly config: RunConfig;
      readonly from?: UnendedRun | null;
      readonly interrupted?: Problem | null;
    }
  /** The engine was lost under it; it will start again by itself. */
  | { readonly type: 'run.interrupted'; readonly problem: Problem }
  | { readonly type: 'run.stopping' }
  /** Stopped before it began: nothing was trained. */
  | { readonly type: 'run.cancelled' }
  | { readonly type: 'run.ended'; readonly report: RunReport; readonly predictions: readonly PartPredictions[] }
  | { readonly type: 'run.failed'; readonly problem: Problem }
  /** A kept run takes the place of the last one, with what it was judged on. */
  | { readonly type: 'run.opened'; readonly record: RunRecord; readonly judged: Judged }
  | { readonly type: 'try.busy'; readonly total: number }
  /** No more of the sounds come: all are done, or they were stopped. */
  | { readonly type: 'try.ended' }
  | {
      readonly type: 'try.ready';
      readonly name: string;
      readonly seconds: number;
      readonly scores: readonly PredictedScore[];
    }
  | { readonly type: 'try.failed'; readonly problem: Problem }
  | {
      readonly type: 'adapter.changed';
      readonly origin: 'trained' | 'imported' | null;
      readonly config: AdapterConfig | null;
    }
  | { readonly type: 'adapter.refused'; readonly problem: Problem }
  | { readonly type: 'engine.event'; readonly event: EngineEvent };
