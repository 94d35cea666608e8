import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADAPTER_CONFIG } from '../../tests/numeric/adapterConfig';
import * as sample from '../../tests/numeric/appEvents';
import { deepFreeze } from '../../tests/numeric/deepFreeze';
import { runRecord } from '../../tests/numeric/runRecords';
import { planned, queued, sampleResult, SUBJECT } from '../../tests/numeric/sweepRuns';
import { NO_EPOCHS } from '../attention/types';
import { NO_HISTORY, withEdit } from '../dataset/editHistory';
import { NO_EDITS } from '../dataset/editState';
import { DEFAULT_CONFIG } from '../training/config';
import type { EngineEvent } from '../worker/protocol';
import type { AppEvent } from './events';
import { reduce } from './reduce';
import { INITIAL_STATE, NO_RUN, type AppState } from './state';
import { createAppStore } from './store';

const { DATASET, FACTS: LOOK_FACTS, SPLIT, SUMMARY, UNENDED } = sample;
const { epochPoint, problemOf, progressOf, reportOf, stepPoint } = sample;

const after = (...events: readonly AppEvent[]): AppState =>
  events.reduce(reduce, deepFreeze(structuredClone(INITIAL_STATE)));
const engine = (event: EngineEvent): AppEvent => ({ type: 'engine.event', event });
const problem = problemOf('a.wav');
const OPTIONS = {
  seed: 9,
  validationShare: 0.3,
  fold: 2,
  heldOutFold: 'validation',
  trainPerClass: null,
  maxClips: 10,
} as const;
const BACKEND = { name: 'wasm', device: 'SIMD', software: false, reason: 'because' } as const;
const FACTS = { seconds: 1, sampleRate: 8000, channelCount: 1 };
const SPECTROGRAM = { data: new Float32Array(2), frames: 1, bins: 2 };
const predictions = [{ part: 'validation', predictions: [{ id: 'c', labels: [0], scores: [1, 2] }] }] as const;

const KEPT = runRecord();

const READY: AppEvent[] = [
  { type: 'data.recognised', dataset: DATASET, split: SPLIT, problems: [] },
  { type: 'data.ready', dataset: DATASET, split: SPLIT },
  { type: 'backbone.ready', summary: SUMMARY },
];
const TIMES = { whole: { train: 1, evaluate: 0.5 }, held: null, measured: 'step' } as const;

const RUNNING: AppEvent[] = [
  { type: 'run.starting', config: DEFAULT_CONFIG },
  engine({ type: 'run.ready', trainable: 5, total: 50, mean: -4, std: 3, stepsPerEpoch: 2, microBatch: 4 }),
  engine({ type: 'run.state', state: 'running' }),
  engine({ type: 'run.steps', points: [stepPoint(1), stepPoint(2)], secondsLeft: 7 }),
  engine({ type: 'run.epoch', point: epochPoint(1), best: true }),
];

const EDITED = {
  type: 'edits.changed',
  base: DATASET,
  history: withEdit(NO_HISTORY, { kind: 'merge', names: ['cat'], into: 'lion' }),
  clips: [],
  notice: null,
  dataset: { ...DATASET, classes: ['lion', 'dog'] },
  options: OPTIONS,
  split: { ...SPLIT, train: ['a'] },
} as const satisfies AppEvent;

const MAPPED: AppEvent[] = [
  { type: 'map.started', stage: 'before' },
  { type: 'map.embedded', ids: ['a'] },
];

const QUEUED = queued();
const OTHER_SUBJECT = { ...SUBJECT, backbone: { ...SUBJECT.backbone, name: 'other', sha256: 'b'.repeat(64) } };
const SWEEP: AppEvent[] = [{ type: 'sweep.added', planned: [planned()], subject: SUBJECT }];

/** What happened, the event, and what the state must then hold. */
const TABLE: readonly (readonly [string, readonly AppEvent[], AppEvent, object])[] = [
  [
    'an engine starts',
    [{ type: 'engine.failed', problem }],
    { type: 'engine.starting' },
    { engine: { status: 'starting', backend: null, problem: null } },
  ],
  [
    'an engine is ready',
    [],
    { type: 'engine.ready', backend: BACKEND },
    { engine: { status: 'ready', backend: BACKEND, problem: null } },
  ],
  [
    'an engine fails',
    [{ type: 'engine.ready', backend: BACKEND }],
    { type: 'engine.failed', problem },
    { engine: { status: 'failed', backend: null, problem } },
  ],

  [
    'reading begins',
    READY,
    { type: 'data.reading' },
    { data: { status: 'reading', refused: null, dataset: DATASET, split: SPLIT } },
  ],
  [
    'reading goes on',
    [{ type: 'data.reading' }],
    { type: 'data.progress', progress: progressOf('walk') },
    { data: { status: 'reading', progress: progressOf('walk') } },
  ],
  [
    'a first drop is refused',
    [{ type: 'data.reading' }],
    { type: 'data.refused', problem },
    { data: { status: 'empty', refused: problem, progress: null } },
  ],
  [
    'a second drop is refused: the first stays',
    [...READY, { type: 'data.reading' }],
    { type: 'data.refused', problem },
    { data: { status: 'ready', refused: problem, dataset: DATASET, split: SPLIT } },
  ],
  [
    'a second drop is cancelled: the first stays',
    [...READY, { type: 'data.reading' }],
    { type: 'data.cancelled' },
    { data: { status: 'ready', dataset: DATASET } },
  ],
  [
    'another backend does not start: the one before goes on',
    [{ type: 'engine.ready', backend: BACKEND }, { type: 'engine.starting' }],
    { type: 'engine.refused', problem },
    { engine: { status: 'ready', backend: BACKEND, problem } },
  ],
  [
    'the first backend does not start',
    [{ type: 'engine.starting' }],
    { type: 'engine.refused', problem },
    { engine: { status: 'failed', backend: null, problem } },
  ],
  [
    'more is prepared of what is there',
    READY,
    { type: 'data.preparing' },
    { data: { status: 'preparing', dataset: DATASET } },
  ],
  [
    'a split cannot be: everything stays',
    READY,
    { type: 'data.split-refused', problem },
    { data: { status: 'ready', split: SPLIT, refused: problem } },
  ],
  [
    'a run is cancelled before it began',
    [{ type: 'run.starting', config: DEFAULT_CONFIG }],
    { type: 'run.cancelled' },
    { run: NO_RUN },
  ],
  [
    'a first data set turns out useless: its problems stay listed',
    [READY[0] as AppEvent, { type: 'data.prepared', facts: [], problems: [problem], progress: progressOf('decode') }],
    { type: 'data.emptied' },
    { data: { status: 'empty', dataset: null, split: null, problems: [problem] } },
  ],
  [
    'a table is being read',
    READY,
    { type: 'data.table', table: sample.TABLE },
    { data: { status: 'ready', table: sample.TABLE } },
  ],
  [
    'what is no table ends the form of one',
    [...READY, { type: 'data.table', table: sample.TABLE }],
    { type: 'data.table', table: null },
    { data: { status: 'ready', table: null } },
  ],
  [
    'a data set is recognised',
    [],
    READY[0] as AppEvent,
    { data: { status: 'preparing', dataset: DATASET, split: SPLIT, problems: [] } },
  ],
  [
    'clips are prepared',
    READY,
    { type: 'data.prepared', facts: [['a', FACTS]], problems: [problem], progress: progressOf('decode') },
    { data: { facts: new Map([['a', FACTS]]), problems: [problem], progress: progressOf('decode') } },
  ],
  [
    'data is ready',
    [{ type: 'data.reading' }],
    READY[1] as AppEvent,
    { data: { status: 'ready', progress: null, dataset: DATASET } },
  ],
  [
    'the split changes',
    READY,
    { type: 'data.split', options: OPTIONS, split: { ...SPLIT, test: ['z'] } },
    { data: { status: 'ready', splitOptions: OPTIONS, split: { ...SPLIT, test: ['z'] } } },
  ],

  [
    'a backbone loads',
    READY,
    { type: 'backbone.loading' },
    { backbone: { status: 'loading', summary: SUMMARY, refused: null, progress: null } },
  ],
  [
    'a backbone is read',
    [],
    engine({ type: 'progress', progress: progressOf('download') }),
    { backbone: { progress: progressOf('download') }, run: NO_RUN },
  ],
  [
    'a backbone is ready: its last layer is looked at',
    [],
    { type: 'backbone.ready', summary: SUMMARY },
    {
      backbone: { status: 'ready', summary: SUMMARY },
      look: { layer: SUMMARY.config.depth - 1, head: null, panels: [{ facts: null }, { facts: null }] },
    },
  ],
  [
    'a backbone of other patches is ready: the stride becomes one that leaves no gaps',
    [],
    {
      type: 'backbone.ready',
      summary: { ...SUMMARY, config: { ...SUMMARY.config, patch: [128, 2] } },
    },
    { config: { stride: [128, 2] } },
  ],
  [
    'a first backbone is refused',
    [{ type: 'backbone.loading' }],
    { type: 'backbone.refused', problem },
    { backbone: { status: 'none', refused: problem } },
  ],
  [
    'a second backbone is refused: the first stays',
    [...READY, { type: 'backbone.loading' }],
    { type: 'backbone.refused', problem },
    { backbone: { status: 'ready', summary: SUMMARY, refused: problem } },
  ],
  [
    'features are kept on disk',
    [],
    { type: 'features.kept', features: { bytes: 10, clips: 2, budget: 100, reused: 1 } },
    { features: { bytes: 10, clips: 2, budget: 100, reused: 1 } },
  ],
  ['storage.lasts', [], { type: 'storage.lasts', lasts: false }, { storageLasts: false }],
  [
    'the hub moves',
    [],
    { type: 'hub.endpoint', endpoint: 'http://127.0.0.1:1/' },
    { hubEndpoint: 'http://127.0.0.1:1/' },
  ],
  [
    'a setting changes',
    [],
    { type: 'config.changed', patch: { epochs: 99 } },
    { config: { ...DEFAULT_CONFIG, epochs: 99 } },
  ],

  [
    'the engine says what its device can: what was measured is of another',
    [{ type: 'preflight.ended', key: 'a', times: TIMES }],
    { type: 'preflight.limits', limits: { ops: 'kernels', passes: true, binding: 7 } },
    { preflight: { limits: { ops: 'kernels', passes: true, binding: 7 }, measured: null } },
  ],
  [
    'a person says how much graphics memory there is',
    [],
    { type: 'preflight.graphics', bytes: 8e9 },
    { preflight: { graphicsBytes: 8e9 } },
  ],
  ['a step is measured', [], { type: 'preflight.measuring' }, { preflight: { status: 'measuring' } }],
  [
    'a step was measured',
    [{ type: 'preflight.measuring' }],
    { type: 'preflight.ended', key: 'a', times: TIMES },
    { preflight: { status: 'idle', measured: { key: 'a', times: TIMES } } },
  ],
  [
    'a measurement is stopped: the last one stays',
    [{ type: 'preflight.ended', key: 'a', times: TIMES }, { type: 'preflight.measuring' }],
    { type: 'preflight.ended', key: null, times: null },
    { preflight: { status: 'idle', measured: { key: 'a', times: TIMES } } },
  ],

  [
    'a run starts: the last one goes',
    [...RUNNING, { type: 'run.failed', problem }],
    { type: 'run.starting', config: DEFAULT_CONFIG },
    { run: { ...NO_RUN, status: 'starting', config: DEFAULT_CONFIG }, look: { epochs: NO_EPOCHS } },
  ],
  [
    'a run is ready',
    RUNNING.slice(0, 1),
    RUNNING[1] as AppEvent,
    { run: { status: 'starting', trainable: 5, total: 50, statistics: { mean: -4, std: 3 }, stepsPerEpoch: 2 } },
  ],
  [
    'steps are told',
    RUNNING,
    engine({ type: 'run.steps', points: [stepPoint(3)], secondsLeft: 4 }),
    { run: { steps: [stepPoint(1), stepPoint(2), stepPoint(3)], secondsLeft: 4 } },
  ],
  [
    'a better epoch is told',
    RUNNING,
    engine({ type: 'run.epoch', point: epochPoint(2), best: true }),
    { run: { epochs: [epochPoint(1), epochPoint(2)], bestEpoch: 2 } },
  ],
  [
    'a worse epoch is told',
    RUNNING,
    engine({ type: 'run.epoch', point: epochPoint(2), best: false }),
    { run: { epochs: [epochPoint(1), epochPoint(2)], bestEpoch: 1 } },
  ],
  ['a run pauses', RUNNING, engine({ type: 'run.state', state: 'paused' }), { run: { status: 'paused' } }],
  [
    'a run that stops is not called paused any more',
    [...RUNNING, { type: 'run.stopping' }],
    engine({ type: 'run.state', state: 'paused' }),
    { run: { status: 'stopping' } },
  ],
  [
    'an evaluation goes on',
    RUNNING,
    engine({ type: 'progress', progress: progressOf('evaluate') }),
    { run: { progress: progressOf('evaluate'), secondsLeft: 7 } },
  ],
  [
    'a run is cut off, and will start again',
    RUNNING,
    { type: 'run.interrupted', problem },
    { run: { status: 'starting', interrupted: problem, secondsLeft: null, steps: [stepPoint(1), stepPoint(2)] } },
  ],
  ['a run is asked to stop', RUNNING, { type: 'run.stopping' }, { run: { status: 'stopping' } }],
  [
    'a run finishes',
    RUNNING,
    { type: 'run.ended', report: reportOf('finished'), predictions },
    {
      run: {
        status: 'finished',
        report: reportOf('finished'),
        predictions,
        progress: null,
        secondsLeft: null,
        steps: [stepPoint(1), stepPoint(2)],
      },
    },
  ],
  [
    'a run is stopped',
    RUNNING,
    { type: 'run.ended', report: reportOf('stopped'), predictions: [] },
    { run: { status: 'stopped' } },
  ],
  [
    'a run fails: its curves stay',
    RUNNING,
    { type: 'run.failed', problem },
    { run: { status: 'failed', problem, steps: [stepPoint(1), stepPoint(2)] } },
  ],
  [
    'a kept run is opened: it stands in the place of the last one',
    [...READY, ...RUNNING, { type: 'run.failed', problem }],
    { type: 'run.opened', record: KEPT, judged: { dataset: DATASET, split: SPLIT } },
    {
      run: {
        status: 'finished',
        problem: null,
        steps: KEPT.steps,
        bestEpoch: 2,
        predictions: KEPT.predictions,
        judged: { dataset: DATASET },
        kept: { id: KEPT.id, name: KEPT.name },
      },
    },
  ],

  [
    'another layer is looked at',
    [{ type: 'look.failed', problem }],
    { type: 'look.changed', patch: { layer: 1, head: 0 } },
    { look: { layer: 1, head: 0, problem: null } },
  ],
  ['maps are computed', [], { type: 'look.busy' }, { look: { busy: true } }],
  ['maps are there', [{ type: 'look.busy' }], { type: 'look.settled' }, { look: { busy: false } }],
  [
    'the spectrogram is there',
    [],
    { type: 'look.spectrogram', spectrogram: SPECTROGRAM },
    { look: { spectrogram: SPECTROGRAM } },
  ],
  [
    'three panels are chosen: those that stay keep what they show',
    [{ type: 'look.panel', source: { kind: 'model' }, patch: { facts: LOOK_FACTS } }],
    { type: 'look.panels', sources: [{ kind: 'other', id: 'x' }, { kind: 'backbone' }, { kind: 'model' }] },
    { look: { panels: [{ source: { kind: 'other' } }, { source: { kind: 'backbone' } }, { facts: LOOK_FACTS }] } },
  ],
  [
    'fewer panels: a difference with one that is gone goes too',
    [{ type: 'look.changed', patch: { difference: [0, 1], overviewPanel: 1 } }],
    { type: 'look.panels', sources: [{ kind: 'backbone' }] },
    { look: { difference: null, overviewPanel: 0 } },
  ],
  [
    'a panel is filled',
    [],
    { type: 'look.panel', source: { kind: 'backbone' }, patch: { facts: LOOK_FACTS } },
    { look: { panels: [{ facts: LOOK_FACTS }, { facts: null }] } },
  ],
  [
    'layers and heads are there',
    [],
    { type: 'look.overview', overview: { of: 'x', maps: new Float32Array(1) } },
    { look: { overview: { of: 'x' } } },
  ],
  [
    'something is loaded beside',
    [{ type: 'look.failed', problem }],
    { type: 'look.loading', loading: 'starting' },
    { look: { loading: 'starting', problem: null } },
  ],
  [
    'another backbone is loaded beside: it takes the place of the one before',
    [{ type: 'look.loaded', beside: { kind: 'other', id: 'a', title: 'A' } }],
    { type: 'look.loaded', beside: { kind: 'other', id: 'b', title: 'B' } },
    { look: { loading: null, beside: [{ id: 'b' }] } },
  ],
  [
    'something is not beside any more',
    [{ type: 'look.loaded', beside: { kind: 'adapter', id: 'a', title: 'A' } }],
    { type: 'look.unloaded', id: 'a' },
    { look: { beside: [] } },
  ],
  [
    'epochs are held',
    [],
    engine({ type: 'look.epochs', epochs: { held: [1, 2], offered: 2, bytes: 8, budget: 9 } }),
    { look: { epochs: { held: [1, 2] } } },
  ],
  [
    'a backbone is loaded beside',
    [],
    engine({ type: 'look.progress', progress: progressOf('download') }),
    { look: { loading: progressOf('download') }, backbone: { progress: null } },
  ],
  [
    'an epoch is looked at and its run makes place for another: the model itself is looked at',
    [{ type: 'look.panels', sources: [{ kind: 'epoch', epoch: 2 }, { kind: 'model' }] }],
    { type: 'run.starting', config: DEFAULT_CONFIG },
    { look: { panels: [{ source: { kind: 'model' }, facts: null }], epochs: NO_EPOCHS } },
  ],
  ['maps fail', [{ type: 'look.busy' }], { type: 'look.failed', problem }, { look: { busy: false, problem } }],
  [
    'files are tried',
    [{ type: 'try.failed', problem }],
    { type: 'try.busy', total: 3 },
    { tries: { progress: { done: 0, total: 3 }, problems: [] } },
  ],
  [
    'a try fails: the next goes on',
    [{ type: 'try.busy', total: 2 }],
    { type: 'try.failed', problem },
    { tries: { progress: { done: 1, total: 2 }, problems: [problem] } },
  ],
  ['tries end', [{ type: 'try.busy', total: 2 }], { type: 'try.ended' }, { tries: { progress: null } }],
  [
    'an adapter is imported',
    [{ type: 'adapter.refused', problem }],
    { type: 'adapter.changed', origin: 'imported', config: ADAPTER_CONFIG },
    { adapter: { origin: 'imported', config: ADAPTER_CONFIG, problem: null } },
  ],
  [
    'an adapter is refused: the last one stays',
    [{ type: 'adapter.changed', origin: 'trained', config: null }],
    { type: 'adapter.refused', problem },
    { adapter: { origin: 'trained', problem } },
  ],

  [
    'a run goes on: what was measured of it before is there, and it is not offered again',
    [{ type: 'unended.found', run: UNENDED, problem: null, folders: [] }],
    { type: 'run.starting', config: DEFAULT_CONFIG, from: UNENDED },
    {
      run: { status: 'starting', step: 1, steps: UNENDED.steps, epochs: UNENDED.epochs, keptStep: 1, stepsPerEpoch: 3 },
      unended: { run: null, problem: null, folders: [] },
    },
  ],
  [
    'a run is kept again',
    [engine({ type: 'run.unkept', problem })],
    engine({ type: 'run.kept', step: 12, inPage: false }),
    { run: { keptStep: 12, unkept: null } },
  ],
  [
    'a run is not kept any more',
    [engine({ type: 'run.kept', step: 12, inPage: false })],
    engine({ type: 'run.unkept', problem }),
    { run: { keptStep: 12, unkept: problem } },
  ],
  [
    'an earlier sweep is read back',
    [],
    { type: 'sweep.restored', runs: [queued()], problem },
    { sweep: { runs: [queued()], isRestored: true, problem } },
  ],
  [
    'runs are queued',
    [],
    { type: 'sweep.added', planned: [planned()], subject: SUBJECT },
    { sweep: { runs: [{ id: QUEUED.id, state: 'waiting', order: 1, result: null }] } },
  ],
  ['runs are taken out', SWEEP, { type: 'sweep.removed', ids: [QUEUED.id] }, { sweep: { runs: [] } }],
  [
    'a failed run waits again',
    [...SWEEP, { type: 'sweep.run-failed', id: QUEUED.id, problem }],
    { type: 'sweep.retried', ids: [QUEUED.id] },
    { sweep: { runs: [{ state: 'waiting', problem: null }] } },
  ],
  [
    'a waiting run is to be made on what is loaded',
    SWEEP,
    { type: 'sweep.adopted', ids: [QUEUED.id], subject: OTHER_SUBJECT },
    { sweep: { runs: [{ state: 'waiting', subject: OTHER_SUBJECT }] } },
  ],
  ['a sweep begins', SWEEP, { type: 'sweep.status', status: 'running' }, { sweep: { status: 'running' } }],
  [
    'a run of the sweep begins',
    SWEEP,
    { type: 'sweep.run-started', id: QUEUED.id },
    { sweep: { runs: [{ state: 'running' }] } },
  ],
  [
    'a run of the sweep is done',
    [...SWEEP, { type: 'sweep.run-started', id: QUEUED.id }],
    { type: 'sweep.run-done', id: QUEUED.id, result: sampleResult() },
    { sweep: { runs: [{ state: 'done', result: sampleResult() }] } },
  ],
  [
    'a run of the sweep fails: its reason is kept',
    [...SWEEP, { type: 'sweep.run-started', id: QUEUED.id }],
    { type: 'sweep.run-failed', id: QUEUED.id, problem },
    { sweep: { runs: [{ state: 'failed', problem }] } },
  ],
  [
    'a run of the sweep is stopped: it waits again',
    [...SWEEP, { type: 'sweep.run-started', id: QUEUED.id }],
    { type: 'sweep.run-stopped', id: QUEUED.id },
    { sweep: { runs: [{ state: 'waiting', result: null }] } },
  ],
  [
    'a data set with its edits is in place',
    READY,
    { type: 'edits.based', base: DATASET, history: NO_HISTORY, clips: [] },
    { edits: { base: DATASET, history: NO_HISTORY }, data: { dataset: DATASET } },
  ],
  [
    'an edit changes data set, split and edits at once, and the run that was stays',
    [...READY, ...RUNNING, { type: 'run.ended', report: reportOf('finished'), predictions }],
    { ...EDITED, notice: 'A class is gone.' },
    {
      edits: { history: EDITED.history, notice: 'A class is gone.', problem: null },
      data: { status: 'ready', dataset: EDITED.dataset, split: EDITED.split, splitOptions: OPTIONS },
      run: { predictions, judged: { dataset: DATASET, split: SPLIT } },
    },
  ],
  [
    'clips are added to nothing: no data set yet',
    [],
    { ...EDITED, dataset: null, split: null },
    { edits: { history: EDITED.history }, data: { status: 'empty', dataset: null, split: null } },
  ],
  [
    'an edit is refused: nothing else changes',
    [...READY, EDITED],
    { type: 'edits.refused', problem },
    { edits: { history: EDITED.history, problem }, data: { dataset: EDITED.dataset } },
  ],
  [
    'another data set: the edits of the last one are over',
    [...READY, EDITED],
    { type: 'data.recognised', dataset: DATASET, split: SPLIT, problems: [] },
    { edits: NO_EDITS, run: { judged: null } },
  ],
  [
    'corrections of an earlier visit are offered',
    READY,
    { type: 'edits.earlier', earlier: { steps: EDITED.history.done, savedAt: '2026-01-01T00:00:00Z' } },
    { edits: { earlier: { steps: EDITED.history.done } } },
  ],
  [
    'another data set takes the maps of the last one with it',
    [...READY, { type: 'map.started', stage: 'before' }, { type: 'map.embedded', ids: ['a'] }],
    { type: 'data.recognised', dataset: DATASET, split: SPLIT, problems: [] },
    { map: { maps: { before: null, after: null } } },
  ],
  [
    'a map is begun, and its embedding tells its progress',
    READY,
    { type: 'map.started', stage: 'after' },
    { map: { status: 'embedding', making: 'after', problem: null } },
  ],
  [
    'the embedding tells its progress to the map, not to the run',
    [{ type: 'map.started', stage: 'before' }],
    engine({ type: 'progress', progress: progressOf('embed') }),
    { map: { progress: progressOf('embed') }, run: { progress: null } },
  ],
  [
    'clips are embedded',
    [{ type: 'map.started', stage: 'after' }],
    { type: 'map.embedded', ids: ['a', 'b'] },
    { map: { status: 'placing', maps: { before: null, after: { ids: ['a', 'b'], unfolded: null } } } },
  ],
  [
    'clips are placed',
    MAPPED,
    { type: 'map.placed', patch: { shown: 0.4 } },
    { map: { maps: { before: { ids: ['a'], shown: 0.4 } } } },
  ],
  [
    'placing goes on',
    MAPPED,
    { type: 'map.progress', progress: progressOf('unfold') },
    { map: { progress: progressOf('unfold') } },
  ],
  [
    'a map fails; what there is of it stays',
    MAPPED,
    { type: 'map.ended', problem },
    { map: { status: 'idle', problem, maps: { before: { ids: ['a'] } } } },
  ],
  [
    'another backbone: its maps are over',
    MAPPED,
    { type: 'backbone.ready', summary: SUMMARY },
    { map: { maps: { before: null, after: null } } },
  ],
  [
    'another adapter: the map of the frozen backbone stays',
    MAPPED,
    { type: 'adapter.changed', origin: null, config: null },
    { map: { maps: { before: { ids: ['a'] }, after: null } } },
  ],
  ['the sweep says why it waits', SWEEP, { type: 'sweep.problem', problem }, { sweep: { problem } }],
];

describe('reduce', () => {
  it.each(TABLE)('%s', (_, before, event, expected) => {
    expect(reduce(after(...before), event)).toMatchObject(expected);
  });

  it('has a row for every event but those of parts whose reducers are tested beside them', () => {
    const rows = new Set<string>(TABLE.flatMap(([, , event]) => event.type));
    const own = /^(library|unended|stages|timeline|microphone|recorder|live)\./;
    expect(sample.EVENT_TYPES.filter((type) => !rows.has(type) && !own.test(type))).toEqual(['try.ready']);
  });

  it('changes only the part that an event is about', () => {
    const parts: readonly (readonly [AppEvent, readonly (keyof AppState)[]])[] = [
      [{ type: 'data.reading' }, ['data']],
      [{ type: 'run.stopping' }, ['run']],
      [{ type: 'try.busy', total: 1 }, ['tries']],
      [{ type: 'look.busy' }, ['look']],
      [engine({ type: 'run.state', state: 'running' }), ['run']],
      [{ type: 'sweep.status', status: 'running' }, ['sweep']],
      [{ type: 'library.baseline', id: 'a' }, ['library']],
      [{ type: 'timeline.opening' }, ['timeline']],
      [{ type: 'microphone.asking', purpose: 'record' }, ['microphone']],
      [{ type: 'recorder.adding', isAdding: true }, ['microphone']],
      [{ type: 'live.started' }, ['live']],
      [{ type: 'unended.found', run: null, problem, folders: [] }, ['unended']],
    ];
    for (const [event, changed] of parts) {
      const next = reduce(INITIAL_STATE, event);
      const other = (Object.keys(INITIAL_STATE) as (keyof AppState)[]).filter(
        (key) => next[key] !== INITIAL_STATE[key],
      );
      expect(other).toEqual(changed);
    }
  });

  it('keeps the thousand newest tries, newest first', () => {
    const tries = Array.from({ length: 1005 }, (_, i): AppEvent => ({
      type: 'try.ready',
      name: `${i}.wav`,
      seconds: i,
      scores: [],
    }));
    const { results, progress } = after({ type: 'try.busy', total: 1005 }, ...tries).tries;
    expect(progress).toEqual({ done: 1005, total: 1005 });
    expect(results.map(({ name }) => name)).toEqual(Array.from({ length: 1000 }, (_, i) => `${1004 - i}.wav`));
  });

  it('lists a problem of a file once, however often it is prepared', () => {
    const prepared: AppEvent = {
      type: 'data.prepared',
      facts: [],
      problems: [problem, problemOf('b.wav')],
      progress: progressOf('decode'),
    };
    const { problems } = after(...READY, prepared, prepared).data;
    expect(problems.map(({ subject }) => subject)).toEqual(['a.wav', 'b.wav']);
  });

  it('never throws and never mutates, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(fc.array(sample.anyEvent, { maxLength: 40 }), (events) => {
        let state = deepFreeze(structuredClone(INITIAL_STATE));
        for (const event of events) {
          state = deepFreeze(reduce(state, deepFreeze(event)));
          expect(Object.keys(state)).toEqual(Object.keys(INITIAL_STATE));
          if (state.data.status === 'ready') expect(state.data.dataset).not.toBeNull();
          if (state.backbone.status === 'ready') expect(state.backbone.summary).not.toBeNull();
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('createAppStore', () => {
  it('tells subscribers of what is dispatched, and of nothing else', () => {
    const store = createAppStore();
    const seen: string[] = [];
    store.subscribe((state, before) => seen.push(`${before.tries.progress?.done} ${state.tries.progress?.done}`));
    store.dispatch({ type: 'try.busy', total: 3 });
    store.dispatch({ type: 'try.failed', problem });
    expect(seen).toEqual(['undefined 0', '0 1']);
    expect(INITIAL_STATE.tries.problems).toEqual([]);
  });
});
