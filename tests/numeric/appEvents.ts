import fc from 'fast-check';
import type { HeldEpochs, LookFacts, LookSource } from '../../src/attention/types';
import { warning, type Problem } from '../../src/core/problem';
import type { Progress } from '../../src/core/progress';
import { DEFAULT_SPLIT } from '../../src/dataset/defaultSplit';
import { NO_HISTORY, withEdit } from '../../src/dataset/editHistory';
import type { TablePreview } from '../../src/dataset/tableMapping';
import type { Dataset, Split } from '../../src/dataset/types';
import { keptRun } from '../../src/runs/stored';
import type { AppEvent } from '../../src/store/events';
import { runId } from '../../src/sweep/state';
import { DEFAULT_CONFIG } from '../../src/training/config';
import { judgedWithout } from '../../src/store/openedRun';
import { runRecord } from './runRecords';
import { planned, sampleResult, SUBJECT } from './sweepRuns';
import type { EpochPoint, StepPoint } from '../../src/training/train';
import type { BackboneSummary, EngineEvent, RunReport, UnendedRun } from '../../src/worker/protocol';
import { ADAPTER_CONFIG } from './adapterConfig';
import { TINY } from './tinyBackbone';

export const problemOf = (subject: string): Problem => warning('test.kind', subject, 'has a cause.', 'Has a cure.');

export const progressOf = (stage: Progress['stage'], secondsLeft: number | null = null): Progress => ({
  stage,
  done: 1,
  total: 2,
  unit: 'clips',
  secondsLeft,
});

export const DATASET: Dataset = {
  name: 'pets',
  layout: 'folders',
  multiLabel: false,
  recognised: 'A folder for each class.',
  classes: ['cat', 'dog'],
  clips: [],
  folds: [],
  problems: [],
};
export const TABLE: TablePreview = {
  mapping: { table: 'pets.csv', columns: { file: 'path', animal: 'label' }, separator: 'none' },
  tables: ['pets.csv'],
  columns: ['file', 'animal'],
  rowCount: 1,
  foundCount: 1,
  rows: [{ cells: ['a.wav', 'cat'], found: true }],
};
export const SPLIT: Split = { train: ['a', 'b'], validation: ['c'], test: [] };

export const SUMMARY: BackboneSummary = {
  name: 'tiny',
  naming: 'timm-deit',
  config: TINY,
  sha256: 'a'.repeat(64),
  origin: null,
  labels: null,
  nonFinite: [],
};

const NORMS = { gradient: [0.5, 0.25], update: [1e-3, 2e-3], outside: { gradient: 1, update: 4e-3 } };
export const stepPoint = (step: number): StepPoint => ({
  layers: NORMS,
  step,
  epoch: step / 10,
  loss: 1 / step,
  accuracy: 0.5,
  learningRate: 1e-3,
  seconds: step,
});
export const epochPoint = (epoch: number): EpochPoint => ({
  epoch,
  step: 10 * epoch,
  trainLoss: 1,
  trainTop1: 0.5,
  loss: 1,
  top1: 0.5,
  mAP: 0.5,
});
export const reportOf = (outcome: RunReport['outcome'], best: RunReport['best'] = null): RunReport => ({
  outcome,
  trainable: 10,
  total: 100,
  best,
  validation: null,
  test: null,
  seconds: 1,
  mean: 0,
  std: 1,
});
export const FACTS: LookFacts = {
  layers: 2,
  heads: 1,
  grid: [1, 2],
  prefix: 1,
  entropy: new Float32Array(2),
  added: { attn: null, ffn: null },
  version: 'one',
  backbone: 'tiny',
  patch: [32, 32],
  stride: [32, 32],
  frontEnd: 'ast',
  band: [0, 0],
  held: { bytes: 0, budget: 1 },
};
const EPOCHS: HeldEpochs = { held: [1, 2], offered: 2, bytes: 8, budget: 100 };

/** A run that was cut off after a step. */
export const UNENDED: UnendedRun = {
  identity: {
    config: DEFAULT_CONFIG,
    split: DEFAULT_SPLIT,
    subject: SUBJECT,
    clips: 'digest',
    classes: ['cat', 'dog'],
    origins: { data: null, backbone: null },
  },
  savedAt: '2026-01-02T03:04:05.000Z',
  normalisation: { mean: 0, std: 1 },
  stepsPerEpoch: 3,
  steps: [stepPoint(1)],
  epochs: [],
  bestEpoch: null,
  step: 1,
  seconds: 2,
};

type Events<E extends { readonly type: string }> = {
  readonly [K in E['type']]: fc.Arbitrary<Omit<Extract<E, { type: K }>, 'type'>>;
};

const none = fc.constant({});
const problem = fc.constantFrom('a.wav', 'b.wav', '<b>c</b>.wav').map(problemOf);
const problems = fc.array(problem, { maxLength: 3 });
const progress = fc
  .tuple(
    fc.constantFrom('walk', 'decode', 'download', 'load', 'recognise', 'measure', 'evaluate'),
    fc.constantFrom(null, 3),
  )
  .map(([stage, seconds]) => progressOf(stage, seconds));
const sweepId = fc.integer({ min: 0, max: 4 }).map((seed) => runId(planned({ seed }), SUBJECT));
const sweepIds = fc.array(sweepId, { maxLength: 3 });
const source = fc.constantFrom<LookSource>(
  { kind: 'backbone' },
  { kind: 'model' },
  { kind: 'epoch', epoch: 2 },
  { kind: 'adapter', id: 'beside 1' },
  { kind: 'other', id: 'beside 2' },
);
const keptRuns = fc.array(
  fc.integer({ min: 0, max: 4 }).map((i) => keptRun({ record: runRecord({ id: `run-${i}` }), adapter: null }, i)),
  { maxLength: 3 },
);
const keptId = fc.integer({ min: 0, max: 4 }).map((i) => `run-${i}`);
const maybeSplit = fc.constantFrom(SPLIT, null);

const ENGINE_EVENTS: Events<EngineEvent> = {
  progress: fc.record({ progress }),
  'run.ready': fc.constant({ trainable: 1, total: 2, mean: 0, std: 1, stepsPerEpoch: 3, microBatch: 2 }),
  'run.steps': fc.record({
    points: fc.array(fc.integer({ min: 1, max: 99 }).map(stepPoint)),
    secondsLeft: fc.constantFrom(null, 5),
  }),
  'run.stepped': fc.record({ step: fc.integer({ min: 1, max: 99 }), secondsLeft: fc.constantFrom(null, 5) }),
  'run.epoch': fc.record({ point: fc.integer({ min: 1, max: 9 }).map(epochPoint), best: fc.boolean() }),
  'look.epochs': fc.constant({ epochs: EPOCHS }),
  'look.progress': fc.record({ progress }),
  'engine.trouble': fc.constant({ problem: problemOf('The graphics device') }),
  'run.kept': fc.record({ step: fc.integer({ min: 1, max: 99 }), inPage: fc.boolean() }),
  'checkpoint.held': fc.constantFrom({ content: null }, { content: new Uint8Array(2) }),
  'run.unkept': fc.constant({ problem: problemOf('c.wav') }),
  'run.state': fc.record({ state: fc.constantFrom('running', 'paused') }),
};

const RECORDING = {
  name: 'dawn.wav',
  seconds: 60,
  estimated: false,
  frontEnd: 'ast',
  windowSeconds: 1,
  hopSeconds: 0.25,
} as const;
const LOGGED = { id: 1, label: 'dog', at: 0, seconds: 1, peak: 0.8 };
const scoredOf = (time: number) => ({
  labels: ['cat', 'dog'],
  times: [time],
  rows: [Float32Array.of(0.5, 0.5)],
  secondsRead: time + 1,
  secondsLeft: null,
  columns: Uint8Array.of(1, 2),
  bands: 2,
  columnsPerSecond: 10,
  warnings: [],
});

/** Any payload for each event; an event without a row here does not compile. */
const APP_EVENTS: Events<AppEvent> = {
  'engine.starting': none,
  'engine.ready': fc.constant({ backend: { name: 'cpu', device: 'x', software: false, reason: 'y' } }),
  'engine.failed': fc.record({ problem }),
  'engine.refused': fc.record({ problem }),
  'engine.event': anyOf<EngineEvent>(ENGINE_EVENTS).map((event) => ({ event })),
  'data.reading': none,
  'data.progress': fc.record({ progress }),
  'data.refused': fc.record({ problem }),
  'data.cancelled': none,
  'data.emptied': none,
  'data.preparing': none,
  'data.table': fc.constantFrom({ table: TABLE }, { table: null }),
  'data.split-refused': fc.record({ problem }),
  'data.recognised': fc.record({ dataset: fc.constant(DATASET), split: fc.constant(SPLIT), problems }),
  'data.prepared': fc.record({
    facts: fc.array(
      fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constant({ seconds: 1, sampleRate: 16_000, channelCount: 1 })),
    ),
    problems,
    progress,
  }),
  'data.ready': fc.constant({ dataset: DATASET, split: SPLIT }),
  'data.split': fc.record({
    options: fc.constant({
      seed: 2,
      validationShare: 0.5,
      fold: 1,
      heldOutFold: 'validation',
      trainPerClass: null,
      maxClips: null,
    }),
    split: maybeSplit,
  }),
  'edits.based': fc.constant({ base: DATASET, history: NO_HISTORY, clips: [] }),
  'edits.changed': fc.record({
    base: fc.constant(DATASET),
    history: fc.constant(withEdit(NO_HISTORY, { kind: 'exclude', ids: ['a'] })),
    clips: fc.constant([]),
    notice: fc.constantFrom(null, 'A class is gone.'),
    dataset: fc.constant(DATASET),
    options: fc.constant(DEFAULT_SPLIT),
    split: fc.constant(SPLIT),
  }),
  'edits.refused': fc.record({ problem: fc.option(problem) }),
  'edits.earlier': fc.constantFrom({ earlier: null }, { earlier: { steps: [], savedAt: '2026-01-01T00:00:00Z' } }),
  'run.interrupted': fc.record({ problem }),
  'unended.found': fc.record({
    run: fc.constantFrom(null, UNENDED),
    problem: fc.option(problem),
    folders: fc.constantFrom([], ['sounds']),
  }),
  'unended.gone': fc.constant({}),
  'map.started': fc.constantFrom({ stage: 'before' }, { stage: 'after' }),
  'map.embedded': fc.constant({ ids: ['a', 'b'] }),
  'map.placed': fc.constantFrom({ patch: { shown: 0.5 } }, { patch: { unfolded: new Float32Array(4) } }),
  'map.progress': fc.record({ progress }),
  'map.ended': fc.record({ problem: fc.option(problem) }),
  'sweep.restored': fc.record({ runs: fc.constant([]), problem: fc.option(problem) }),
  'sweep.added': fc.integer({ min: 0, max: 4 }).map((seed) => ({ planned: [planned({ seed })], subject: SUBJECT })),
  'sweep.removed': fc.record({ ids: sweepIds }),
  'sweep.retried': fc.record({ ids: sweepIds }),
  'sweep.adopted': fc.record({ ids: sweepIds, subject: fc.constant(SUBJECT) }),
  'sweep.status': fc.record({ status: fc.constantFrom('idle', 'running', 'pausing', 'stopping') }),
  'sweep.run-started': fc.record({ id: sweepId }),
  'sweep.run-done': fc.record({ id: sweepId, result: fc.constant(sampleResult()) }),
  'sweep.run-failed': fc.record({ id: sweepId, problem }),
  'sweep.run-stopped': fc.record({ id: sweepId }),
  'sweep.problem': fc.record({ problem: fc.option(problem) }),
  'stages.entered': fc.record({ stage: fc.constantFrom('train', 'evaluate', null), at: fc.nat() }),
  'stages.renewed': none,
  'library.restored': fc.record({ runs: keptRuns, baseline: fc.option(keptId), problem: fc.option(problem) }),
  'library.added': fc.record({ runs: keptRuns }),
  'library.edited': fc.record({ id: keptId, patch: fc.constantFrom({ name: 'x' }, { notes: 'y' }, {}) }),
  'library.deleted': fc.record({ ids: fc.array(keptId, { maxLength: 3 }) }),
  'library.undone': none,
  'library.baseline': fc.record({ id: fc.option(keptId) }),
  'library.problem': fc.record({ problem: fc.option(problem) }),
  'timeline.choosing': fc.constant({ choices: ['P01_01'] }),
  'timeline.opening': none,
  'timeline.opened': fc.constant({ recording: RECORDING }),
  'timeline.scored': fc.integer({ min: 0, max: 99 }).map(scoredOf),
  'timeline.ended': fc.record({ status: fc.constantFrom('done', 'stopped') }),
  'timeline.failed': fc.record({ problem }),
  'timeline.rule': fc.constantFrom({ patch: { minSeconds: 1 } }, { patch: { thresholds: [0.5, null] } }),
  'timeline.hop': fc.constantFrom({ hopSeconds: null }, { hopSeconds: 0.5 }),
  'microphone.asking': fc.record({ purpose: fc.constantFrom('record', 'listen') }),
  'microphone.on': fc.constant({ deviceId: 'a' }),
  'microphone.off': fc.record({ problem: fc.option(problem) }),
  'microphone.devices': fc.constant({ devices: [{ id: 'a', label: 'Microphone 1' }] }),
  'microphone.chosen': fc.record({ deviceId: fc.constantFrom(null, 'a') }),
  'recorder.counting': fc.record({ countdown: fc.integer({ min: 1, max: 3 }), total: fc.constant(3) }),
  'recorder.recording': fc.record({ total: fc.constantFrom(null, 3) }),
  'recorder.took': fc.integer({ min: 1, max: 9 }).map((id) => ({
    take: { id, label: 'dog', samples: new Float32Array(4), sampleRate: 8000, warnings: [] },
  })),
  'recorder.restored': fc.constant({
    takes: [{ id: 10, label: 'cat', samples: new Float32Array(4), sampleRate: 8000, warnings: [] }],
  }),
  'recorder.added': fc.record({ ids: fc.array(fc.integer({ min: 1, max: 9 })) }),
  'recorder.unadded': none,
  'recorder.unkept': fc.record({ problem: fc.option(problem) }),
  'recorder.idle': none,
  'recorder.adding': fc.record({ isAdding: fc.boolean() }),
  'recorder.dropped': fc.record({ ids: fc.array(fc.integer({ min: 1, max: 9 })) }),
  'live.started': none,
  'live.paused': fc.record({ isPaused: fc.boolean() }),
  'live.scored': fc.constant({
    labels: ['cat', 'dog'],
    scores: [0.2, 0.8],
    heard: [null, { start: 0, last: 1, peak: 0.8 }],
    ended: [LOGGED],
    pace: { latency: 20, perSecond: 4 },
  }),
  'live.stopped': fc.record({ ended: fc.constantFrom([], [LOGGED]), problem: fc.option(problem) }),
  'live.options': fc.constant({ patch: { threshold: 0.7 } }),
  'live.log-cleared': none,
  'backbone.loading': none,
  'backbone.ready': fc.constant({ summary: SUMMARY }),
  'backbone.refused': fc.record({ problem: fc.option(problem) }),
  'config.changed': fc.constantFrom({ patch: {} }, { patch: { epochs: 3 } }),
  'features.kept': fc.constant({ features: { bytes: 10, clips: 2, budget: 100, reused: 1 } }),
  'storage.lasts': fc.boolean().map((lasts) => ({ lasts })),
  'hub.endpoint': fc.webUrl().map((endpoint) => ({ endpoint })),
  'preflight.limits': fc.constant({ limits: { ops: 'kernels', passes: true, binding: 2 ** 27 } }),
  'preflight.graphics': fc.integer({ min: 1, max: 24 }).map((gb) => ({ bytes: gb * 1e9 })),
  'preflight.measuring': none,
  'preflight.ended': fc.record({
    key: fc.constantFrom('a', null),
    times: fc.constantFrom({ whole: { train: 1, evaluate: 0.5 }, held: null, measured: 'step' }, null),
  }),
  'run.starting': fc.constant({ config: DEFAULT_CONFIG }),
  'run.stopping': none,
  'run.opened': fc.constant({ record: runRecord(), judged: judgedWithout(runRecord()) }),
  'run.cancelled': none,
  'run.ended': fc.record({
    report: fc.constantFrom(reportOf('finished'), reportOf('stopped')),
    predictions: fc.constant([{ part: 'validation', predictions: [{ id: 'c', labels: [0], scores: [1, 2] }] }]),
  }),
  'run.failed': fc.record({ problem }),
  'look.changed': fc.constantFrom({ patch: { clip: 'a' } }, { patch: { layer: 1 } }, { patch: { head: null } }),
  'look.busy': none,
  'look.settled': none,
  'look.spectrogram': fc.constant({ spectrogram: { data: new Float32Array(2), frames: 1, bins: 2 } }),
  'look.panels': fc.record({
    sources: fc.uniqueArray(source, { selector: JSON.stringify, minLength: 1, maxLength: 3 }),
  }),
  'look.panel': fc.record({ source, patch: fc.constantFrom({ busy: true }, { busy: false, facts: FACTS }) }),
  'look.overview': fc.constant({ overview: { of: 'x', maps: new Float32Array(4) } }),
  'look.loading': fc.constantFrom({ loading: 'starting' }, { loading: null }),
  'look.loaded': fc.constantFrom(
    { beside: { kind: 'adapter', id: 'beside 1', title: 'bells' } },
    { beside: { kind: 'other', id: 'beside 2', title: 'AST' } },
  ),
  'look.unloaded': fc.constant({ id: 'beside 1' }),
  'look.failed': fc.record({ problem }),
  'try.busy': fc.record({ total: fc.integer({ min: 1, max: 9 }) }),
  'try.ended': none,
  'try.ready': fc.constant({ name: 'x.wav', seconds: 1, scores: [{ label: 'cat', score: 1 }] }),
  'try.failed': fc.record({ problem }),
  'adapter.changed': fc.constantFrom({ origin: 'imported', config: ADAPTER_CONFIG }, { origin: null, config: null }),
  'adapter.refused': fc.record({ problem }),
};

function anyOf<E extends { readonly type: string }>(rows: Events<E>): fc.Arbitrary<E> {
  const each = Object.entries(rows) as [string, fc.Arbitrary<object>][];
  return fc.oneof(...each.map(([type, payload]) => payload.map((rest) => ({ ...rest, type }) as unknown as E)));
}

/** Any event of the page's state. */
export const anyEvent: fc.Arbitrary<AppEvent> = anyOf<AppEvent>(APP_EVENTS);
export const EVENT_TYPES = Object.keys(APP_EVENTS) as AppEvent['type'][];
