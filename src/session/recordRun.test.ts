import { describe, expect, it } from 'vitest';
import { ADAPTER_CONFIG } from '../../tests/numeric/adapterConfig';
import { DATASET, epochPoint, problemOf, reportOf, SPLIT, stepPoint, SUMMARY } from '../../tests/numeric/appEvents';
import type { StoredRun } from '../runs/record';
import type { AppEvent } from '../store/events';
import { createAppStore } from '../store/store';
import { DEFAULT_CONFIG } from '../training/config';
import type { AudioPool } from '../worker/audioPool';
import type { EngineClient } from '../worker/engineClient';
import type { EngineEvent } from '../worker/protocol';
import { createRunRecorder } from './recordRun';

const adapter = { weights: new Uint8Array([7]), config: ADAPTER_CONFIG };

/** A page with data and a backbone, its recorder, and what it has kept. */
function page() {
  const store = createAppStore();
  const kept: StoredRun[] = [];
  const client: EngineClient = { call: async () => adapter as never, terminate: () => undefined };
  const recorder = createRunRecorder(
    { store, pool: {} as AudioPool, engine: () => client },
    async (run) => void kept.push(run),
    () => new Date('2026-11-25T10:00:00Z'),
  );
  const happen = (...events: readonly AppEvent[]) => events.forEach((event) => store.dispatch(event));
  const engine = (...events: readonly EngineEvent[]) =>
    happen(...events.map((event) => ({ type: 'engine.event', event }) as const));
  happen({ type: 'data.ready', dataset: DATASET, split: SPLIT }, { type: 'backbone.ready', summary: SUMMARY });
  const begin = () => {
    happen({ type: 'run.starting', config: { ...DEFAULT_CONFIG, seed: 7 } });
    recorder.begun({ id: 'sweep-1', title: 'Sweep' });
    engine({ type: 'run.ready', trainable: 10, total: 100, mean: -4, std: 5, stepsPerEpoch: 2, microBatch: 4 });
  };
  return { store, kept, recorder, happen, engine, begin };
}

describe('a run that is taken down', () => {
  it('says what decided it and what came of it, with its adapter, whatever is loaded by then', async () => {
    const { kept, recorder, happen, engine, begin } = page();
    begin();
    happen({ type: 'data.ready', dataset: { ...DATASET, name: 'another' }, split: SPLIT });
    engine(
      { type: 'run.steps', points: [stepPoint(1), stepPoint(2)], secondsLeft: null },
      { type: 'run.epoch', point: epochPoint(1), best: true },
    );
    happen(
      { type: 'adapter.changed', origin: 'trained', config: null },
      { type: 'run.ended', report: reportOf('finished'), predictions: [{ part: 'validation', predictions: [] }] },
    );
    await recorder.ended();
    expect(kept).toHaveLength(1);
    const [run] = kept;
    expect(run?.adapter).toEqual(adapter);
    expect(run?.record).toMatchObject({
      status: 'finished',
      createdAt: '2026-11-25T10:00:00.000Z',
      origin: 'trained',
      group: { id: 'sweep-1' },
      config: { seed: 7 },
      backbone: { sha256: SUMMARY.sha256 },
      data: { name: DATASET.name, classes: DATASET.classes },
      facts: { trainable: 10, total: 100, mean: -4, std: 5, stepsPerEpoch: 2 },
      stepCount: 2,
      report: reportOf('finished'),
      predictions: [{ part: 'validation', predictions: [] }],
    });
    expect(run?.record.steps).toEqual([stepPoint(1), stepPoint(2)]);
  });

  it('keeps why it failed, and its best epoch', async () => {
    const { kept, recorder, happen, engine, begin } = page();
    begin();
    engine(
      { type: 'run.steps', points: [stepPoint(1)], secondsLeft: null },
      { type: 'run.epoch', point: epochPoint(1), best: true },
    );
    happen({ type: 'run.failed', problem: problemOf('Step 2') });
    await recorder.ended();
    const record = kept[0]?.record;
    const { epoch, top1, mAP } = epochPoint(1);
    expect([record?.status, record?.problem?.subject, record?.report]).toEqual(['failed', 'Step 2', null]);
    expect(record?.best).toEqual({ epoch, top1, mAP });
  });

  it('is not kept where it made no step, was cancelled, or never began', async () => {
    const { kept, recorder, happen, begin } = page();
    begin();
    happen({ type: 'run.failed', problem: problemOf('Step 1') });
    await recorder.ended();
    begin();
    happen({ type: 'run.cancelled' });
    await recorder.ended();
    await recorder.ended();
    expect(kept).toEqual([]);
  });
});
