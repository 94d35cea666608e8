import { reduceLook, withoutMaps, withoutTrained, type LookState } from '../attention/lookState';
import type { Problem } from '../core/problem';
import { NO_EDITS, reduceEdits, type EditsEvent } from '../dataset/editState';
import { reduceMap, withoutClipMaps } from '../embedding/mapState';
import { reduceLive } from '../detection/liveState';
import { reduceTimeline } from '../detection/state';
import { reduceMicrophone } from '../microphone/state';
import { strideFor } from '../ops/grid';
import { reduceStages } from '../runs/stages';
import { reduceLibrary } from '../runs/state';
import { reduceSweep } from '../sweep/state';
import type { RunConfig } from '../training/config';
import { withSteps } from '../training/history';
import type { EngineEvent, UnendedRun } from '../worker/protocol';
import { engineLossOf } from '../worker/engineLoss';
import type { AppEvent } from './events';
import { openedRun } from './openedRun';
import { INITIAL_STATE, NO_RUN, type AppState, type ClipFacts, type RunState } from './state';
import { NO_UNENDED, reduceUnended } from './unended';

/** The same settings with a stride that a backbone's patches can have; the same object where it fits already. */
function withStrideFor(config: RunConfig, patch: readonly [number, number]): RunConfig {
  const stride = strideFor(config.stride, patch);
  return stride === config.stride ? config : { ...config, stride };
}

/** The state after an event. Pure: never mutates, returns the same object where nothing changes. */
export function reduce(state: AppState, event: AppEvent): AppState {
  switch (event.type) {
    case 'engine.starting':
      return { ...state, engine: { ...state.engine, status: 'starting', problem: null } };
    case 'engine.ready':
      return { ...state, engine: { status: 'ready', backend: event.backend, problem: null } };
    case 'engine.failed':
      return { ...state, engine: { status: 'failed', backend: null, problem: event.problem } };
    case 'engine.refused': {
      const status = state.engine.backend ? 'ready' : 'failed';
      return { ...state, engine: { ...state.engine, status, problem: event.problem } };
    }
    case 'engine.event':
      return reduceEngine(state, event.event);
    case 'data.reading':
    case 'data.progress':
    case 'data.refused':
    case 'data.cancelled':
    case 'data.emptied':
    case 'data.preparing':
    case 'data.table':
    case 'data.split-refused':
    case 'data.recognised':
    case 'data.prepared':
    case 'data.ready':
    case 'data.split':
      return withData(state, event);
    case 'map.started':
    case 'map.embedded':
    case 'map.placed':
    case 'map.progress':
    case 'map.ended':
      return { ...state, map: reduceMap(state.map, event) };
    case 'edits.based':
    case 'edits.changed':
    case 'edits.refused':
    case 'edits.earlier':
      return withEdits(state, event);
    case 'timeline.choosing':
    case 'timeline.opening':
    case 'timeline.opened':
    case 'timeline.scored':
    case 'timeline.ended':
    case 'timeline.failed':
    case 'timeline.rule':
    case 'timeline.hop':
      return { ...state, timeline: reduceTimeline(state.timeline, event) };
    case 'microphone.asking':
    case 'microphone.on':
    case 'microphone.off':
    case 'microphone.devices':
    case 'microphone.chosen':
    case 'recorder.counting':
    case 'recorder.recording':
    case 'recorder.took':
    case 'recorder.restored':
    case 'recorder.added':
    case 'recorder.unadded':
    case 'recorder.unkept':
    case 'recorder.idle':
    case 'recorder.adding':
    case 'recorder.dropped':
      return { ...state, microphone: reduceMicrophone(state.microphone, event) };
    case 'live.started':
    case 'live.paused':
    case 'live.scored':
    case 'live.stopped':
    case 'live.options':
    case 'live.log-cleared':
      return { ...state, live: reduceLive(state.live, event) };
    case 'backbone.loading':
      return { ...state, backbone: { ...state.backbone, status: 'loading', progress: null, refused: null } };
    case 'backbone.ready':
      return {
        ...state,
        backbone: { status: 'ready', progress: null, summary: event.summary, refused: null },
        map: withoutClipMaps(state.map, ['before', 'after']),
        config: withStrideFor(state.config, event.summary.config.patch),
        look: withBackbone(state.look, event.summary.config.depth),
      };
    case 'backbone.refused': {
      const status = state.backbone.summary ? 'ready' : 'none';
      return { ...state, backbone: { ...state.backbone, status, progress: null, refused: event.problem } };
    }
    case 'config.changed':
      return { ...state, config: { ...state.config, ...event.patch } };
    case 'features.kept':
      return { ...state, features: event.features };
    case 'storage.lasts':
      return { ...state, storageLasts: event.lasts };
    case 'hub.endpoint':
      return { ...state, hubEndpoint: event.endpoint };
    case 'preflight.limits':
      return { ...state, preflight: { ...state.preflight, limits: event.limits, measured: null } };
    case 'preflight.graphics':
      return { ...state, preflight: { ...state.preflight, graphicsBytes: event.bytes } };
    case 'preflight.measuring':
      return { ...state, preflight: { ...state.preflight, status: 'measuring' } };
    case 'preflight.ended': {
      const measured = event.key === null ? state.preflight.measured : { key: event.key, times: event.times };
      return { ...state, preflight: { ...state.preflight, status: 'idle', measured } };
    }
    case 'run.starting':
      return {
        ...state,
        unended: NO_UNENDED,
        run: {
          ...NO_RUN,
          ...measuredOf(event.from ?? null),
          keptInPage: event.from ? state.run.keptInPage : false,
          status: 'starting',
          config: event.config,
          interrupted: event.interrupted ?? null,
        },
        look: withoutTrained(state.look),
      };
    case 'run.interrupted': {
      const waiting = { status: 'starting', progress: null, secondsLeft: null } as const;
      return { ...state, run: { ...state.run, ...waiting, interrupted: event.problem } };
    }
    case 'run.stopping':
      return { ...state, run: { ...state.run, status: 'stopping' } };
    case 'run.cancelled':
      return { ...state, run: NO_RUN };
    case 'run.ended':
      return {
        ...state,
        run: {
          ...state.run,
          status: event.report.outcome,
          report: event.report,
          predictions: event.predictions,
          judged: judgedOn(state),
          progress: null,
          secondsLeft: null,
        },
      };
    case 'run.opened':
      return {
        ...state,
        run: openedRun(event.record, event.judged),
        stages: reduceStages(state.stages, { type: 'stages.renewed' }),
      };
    case 'run.failed':
      return failedRun(state, event.problem);
    case 'look.changed':
    case 'look.busy':
    case 'look.settled':
    case 'look.spectrogram':
    case 'look.panels':
    case 'look.panel':
    case 'look.overview':
    case 'look.loading':
    case 'look.loaded':
    case 'look.unloaded':
    case 'look.failed':
      return { ...state, look: reduceLook(state.look, event) };
    case 'try.busy':
      return { ...state, tries: { ...state.tries, progress: { done: 0, total: event.total }, problems: [] } };
    case 'try.ready': {
      const result = { name: event.name, seconds: event.seconds, scores: event.scores };
      const results = [result, ...state.tries.results].slice(0, MOST_TRIES);
      return { ...state, tries: { ...oneTried(state.tries), results } };
    }
    case 'try.failed':
      return { ...state, tries: { ...oneTried(state.tries), problems: [...state.tries.problems, event.problem] } };
    case 'try.ended':
      return { ...state, tries: { ...state.tries, progress: null } };
    case 'adapter.changed':
      return {
        ...state,
        adapter: { origin: event.origin, config: event.config, problem: null },
        map: withoutClipMaps(state.map, ['after']),
        look: event.origin === 'trained' ? state.look : withoutTrained(state.look),
      };
    case 'adapter.refused':
      return { ...state, adapter: { ...state.adapter, problem: event.problem } };
    case 'stages.entered':
    case 'stages.renewed':
      return { ...state, stages: reduceStages(state.stages, event) };
    case 'library.restored':
    case 'library.added':
    case 'library.edited':
    case 'library.deleted':
    case 'library.undone':
    case 'library.baseline':
    case 'library.problem':
      return { ...state, library: reduceLibrary(state.library, event) };
    case 'unended.found':
    case 'unended.gone':
      return { ...state, unended: reduceUnended(state.unended, event) };
    default:
      return { ...state, sweep: reduceSweep(state.sweep, event) };
  }
}

/** Results that are kept. */
const MOST_TRIES = 1000;

function oneTried(tries: AppState['tries']): AppState['tries'] {
  const { progress } = tries;
  return { ...tries, progress: progress && { ...progress, done: progress.done + 1 } };
}

/** Another backbone: its last layer is looked at, and adapters that were loaded beside the one before are gone. */
function withBackbone(look: LookState, depth: number): LookState {
  const beside = look.beside.filter(({ kind }) => kind !== 'adapter');
  const panels = look.panels.filter(({ source }) => source.kind !== 'adapter');
  return { ...withoutMaps(withoutTrained({ ...look, panels })), beside, layer: depth - 1, head: null };
}

/** What was measured of a run before it was cut off. */
function measuredOf(run: UnendedRun | null): Partial<RunState> {
  if (!run) return {};
  const { steps, epochs, bestEpoch, stepsPerEpoch, step } = run;
  return { step, steps, epochs, bestEpoch, stepsPerEpoch, keptStep: step };
}

/** Where the device still works, the engine holds the best epoch of a run that failed after one. */
function failedRun(state: AppState, problem: Problem): AppState {
  const run = { ...state.run, status: 'failed', problem, progress: null, secondsLeft: null } as const;
  // Before the first epoch's end it holds the steps until then: of one that diverged, those before it (see `train`).
  const isTrained = (state.run.epochs.length > 0 || state.run.steps.length > 1) && engineLossOf(problem) === null;
  return { ...state, run, adapter: isTrained ? { ...state.adapter, origin: 'trained', config: null } : state.adapter };
}

function withFacts(
  known: AppState['data']['facts'],
  more: Iterable<readonly [string, ClipFacts]>,
): AppState['data']['facts'] {
  // Browsers copy a map much faster than a list of its entries.
  const facts = new Map(known);
  for (const [id, own] of more) facts.set(id, own);
  return facts;
}

/** Both lists; a problem of a file that is listed already (prepared again, say) is not listed twice. */
function withoutRepeats(known: readonly Problem[], more: readonly Problem[]): readonly Problem[] {
  if (more.length === 0) return known;
  const keyOf = ({ code, subject }: Problem) => `${code}\n${subject}`;
  const seen = new Set(known.map(keyOf));
  return [...known, ...more.filter((problem) => !seen.has(keyOf(problem)))];
}

type DataEvent = Extract<AppEvent, { type: `data.${string}` }>;

/** Another data set also ends what was said of the last one's clips. */
function withData(state: AppState, event: DataEvent): AppState {
  const next = { ...state, data: reduceData(state.data, event) };
  const map = withoutClipMaps(state.map, ['before', 'after']);
  const microphone = reduceMicrophone(state.microphone, { type: 'recorder.unadded' });
  if (event.type === 'data.emptied') return { ...next, edits: NO_EDITS, map, microphone };
  if (event.type !== 'data.recognised') return next;
  return {
    ...next,
    microphone,
    edits: NO_EDITS,
    map,
    run: { ...state.run, predictions: null, judged: null },
    look: withoutMaps(state.look),
  };
}

/** A change of the clips is a change of the data set and its split at once; what was measured of it before stays. */
function withEdits(state: AppState, event: EditsEvent): AppState {
  const edits = reduceEdits(state.edits, event);
  if (event.type !== 'edits.changed') return { ...state, edits };
  const { dataset, split, options: splitOptions } = event;
  const status = dataset && split ? 'ready' : 'empty';
  return { ...state, edits, data: { ...state.data, dataset, split, splitOptions, status, progress: null } };
}

function judgedOn({ data: { dataset, split } }: AppState): RunState['judged'] {
  return dataset && split ? { dataset, split } : null;
}

function reduceData(data: AppState['data'], event: DataEvent): AppState['data'] {
  const settled = data.split && data.dataset ? 'ready' : 'empty';
  switch (event.type) {
    case 'data.reading':
      return { ...data, status: 'reading', progress: null, refused: null };
    case 'data.progress':
      return { ...data, progress: event.progress };
    case 'data.refused':
      return { ...data, status: settled, progress: null, refused: event.problem };
    case 'data.cancelled':
      return { ...data, status: settled, progress: null };
    case 'data.preparing':
      return { ...data, status: 'preparing', progress: null, refused: null };
    case 'data.table':
      return { ...data, table: event.table };
    case 'data.split-refused':
      return { ...data, refused: event.problem };
    case 'data.emptied':
      return { ...INITIAL_STATE.data, splitOptions: data.splitOptions, problems: data.problems, table: data.table };
    case 'data.recognised':
      return {
        ...data,
        status: 'preparing',
        progress: null,
        dataset: event.dataset,
        split: event.split,
        facts: new Map(),
        problems: event.problems,
      };
    case 'data.prepared':
      return {
        ...data,
        facts: withFacts(data.facts, event.facts),
        problems: withoutRepeats(data.problems, event.problems),
        progress: event.progress,
      };
    case 'data.ready':
      return { ...data, status: 'ready', progress: null, dataset: event.dataset, split: event.split };
    case 'data.split':
      return { ...data, splitOptions: event.options, split: event.split, refused: null };
  }
}

function reduceEngine(state: AppState, event: EngineEvent): AppState {
  const withRun = (patch: Partial<RunState>): AppState => ({ ...state, run: { ...state.run, ...patch } });
  switch (event.type) {
    case 'progress':
      if (event.progress.stage === 'download' || event.progress.stage === 'load') {
        return { ...state, backbone: { ...state.backbone, progress: event.progress } };
      }
      if (event.progress.stage === 'embed') {
        return { ...state, map: reduceMap(state.map, { type: 'map.progress', progress: event.progress }) };
      }
      return withRun({ progress: event.progress, secondsLeft: event.progress.secondsLeft ?? state.run.secondsLeft });
    case 'run.ready':
      // From here on the engine holds the new run's model, and the one before is gone.
      return {
        ...withRun({
          trainable: event.trainable,
          total: event.total,
          statistics: { mean: event.mean, std: event.std },
          stepsPerEpoch: event.stepsPerEpoch,
          microBatch: event.microBatch,
        }),
        adapter: { origin: null, config: null, problem: null },
      };
    case 'run.steps':
      return withRun({
        step: event.points.at(-1)?.step ?? state.run.step,
        steps: withSteps(state.run.steps, event.points),
        secondsLeft: event.secondsLeft,
      });
    case 'run.stepped':
      return withRun({ step: event.step, secondsLeft: event.secondsLeft });
    case 'run.epoch':
      return withRun({
        epochs: [...state.run.epochs, event.point],
        bestEpoch: event.best ? event.point.epoch : state.run.bestEpoch,
      });
    case 'look.epochs':
      return { ...state, look: { ...state.look, epochs: event.epochs } };
    case 'look.progress':
      return { ...state, look: { ...state.look, loading: event.progress } };
    case 'engine.trouble':
      return { ...state, engine: { status: 'failed', backend: null, problem: event.problem } };
    case 'run.kept':
      return withRun({
        keptStep: event.step,
        keptInPage: event.inPage,
        unkept: event.inPage ? state.run.unkept : null,
      });
    case 'checkpoint.held':
      return state;
    case 'run.unkept':
      return withRun({ unkept: event.problem });
    case 'run.state':
      return state.run.status === 'stopping' ? state : withRun({ status: event.state });
  }
}
