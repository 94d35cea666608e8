import type { Problem } from '../core/problem';
import { partSizes } from '../dataset/summary';
import type { RunGroup, RunRecord, StoredRun } from '../runs/record';
import type { AppState } from '../store/state';
import { subjectData } from '../sweep/fingerprint';
import { runTitle } from '../sweep/setting';
import { APP_VERSION } from '../sweep/version';
import type { SessionContext } from './context';

/** What a run is about, taken down when it begins: data, split and backbone may be others when it ends. */
type Beginning = Omit<
  RunRecord,
  'status' | 'facts' | 'epochs' | 'best' | 'report' | 'problem' | 'stepCount' | 'steps' | 'predictions'
>;

/** Takes a run down from its beginning to its end. */
export interface RunRecorder {
  /** Just before the engine starts it. */
  begun(group: RunGroup | null): void;
  /** When the store knows how it ended, and before another may begin. Keeps nothing of a run without a step. */
  ended(): Promise<void>;
}

/** @param now for the time of beginning */
export function createRunRecorder(
  { store, engine }: SessionContext,
  keep: (run: StoredRun) => Promise<void>,
  now: () => Date = () => new Date(),
): RunRecorder {
  let beginning: Beginning | null = null;
  return {
    begun(group) {
      beginning = beginningOf(store.getState(), group, now());
    },
    async ended() {
      const begun = beginning;
      beginning = null;
      const record = begun && recordOf(begun, store.getState());
      if (!record) return;
      const hasAdapter = store.getState().adapter.origin === 'trained';
      const adapter = hasAdapter
        ? await engine()
            .call('adapter.export', null)
            .catch(() => null)
        : null;
      await keep({ record, adapter });
    },
  };
}

function beginningOf({ data, backbone, engine, run }: AppState, group: RunGroup | null, at: Date): Beginning | null {
  const { dataset, split, splitOptions } = data;
  const { config } = run;
  if (!dataset || !split || !backbone.summary || !config) return null;
  const { name, sha256, origin } = backbone.summary;
  return {
    id: newId(),
    name: runTitle({ config, split: splitOptions, rates: null }, dataset.folds),
    notes: '',
    createdAt: at.toISOString(),
    origin: 'trained',
    group,
    config,
    backbone: { name, sha256, origin },
    data: {
      name: dataset.name,
      layout: dataset.layout,
      classes: dataset.classes,
      parts: partSizes(split),
      split: splitOptions,
      fingerprint: subjectData(dataset).digest,
    },
    backend: engine.backend && { name: engine.backend.name, device: engine.backend.device },
    version: APP_VERSION,
  };
}

/** 122 random bits. `crypto.randomUUID` is absent outside secure contexts; `getRandomValues` is not. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function recordOf(begun: Beginning, { run }: AppState): RunRecord | null {
  const { status, steps, epochs, report, trainable, total, statistics, stepsPerEpoch } = run;
  if (status !== 'finished' && status !== 'stopped' && status !== 'failed') return null;
  if (steps.length === 0 || trainable === null || total === null || !statistics) return null;
  const at = epochs.find(({ epoch }) => epoch === run.bestEpoch);
  const problem: Problem | null = status === 'failed' ? run.problem : null;
  return {
    ...begun,
    status,
    facts: { trainable, total, ...statistics, stepsPerEpoch },
    epochs,
    best: report?.best ?? (at ? { epoch: at.epoch, top1: at.top1, mAP: at.mAP } : null),
    report,
    problem,
    stepCount: steps.at(-1)?.step ?? 0,
    steps,
    predictions: run.predictions,
  };
}
