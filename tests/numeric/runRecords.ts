import { DEFAULT_SPLIT } from '../../src/dataset/defaultSplit';
import type { RunRecord } from '../../src/runs/record';
import { DEFAULT_CONFIG, type RunConfig } from '../../src/training/config';
import type { StepPoint } from '../../src/training/train';
import { ADAPTER_CONFIG } from './adapterConfig';
import { epochsOf } from './sweepRuns';

/** So many steps, ten an epoch, of a loss that falls; with norms of `layers` layers. */
export function historyOf(count: number, layers = 0): StepPoint[] {
  return Array.from({ length: count }, (_, i) => ({
    step: i + 1,
    epoch: (i + 1) / 10,
    loss: 2 / (i + 3),
    accuracy: (i % 4) / 4,
    learningRate: 1e-3 / (i + 1),
    seconds: 0.1 * i,
    layers:
      layers === 0
        ? null
        : {
            gradient: Array.from({ length: layers }, (_, k) => (k + 1) / (i + 1)),
            update: Array.from({ length: layers }, (_, k) => (k + 1) / 1000),
            outside: { gradient: 0.5, update: 0.25 },
          },
  }));
}

/** A run that has finished, with these settings and these top-1 by epoch. */
export function runRecord(
  patch: Partial<RunRecord> = {},
  config: Partial<RunConfig> = {},
  top1: readonly number[] = [0.5, 0.75],
): RunRecord {
  const epochs = epochsOf(top1);
  const best = epochs.reduce((a, b) => (b.top1 > a.top1 ? b : a));
  const part = { loss: best.loss, top1: best.top1, top5: Number.NaN, mAP: best.mAP, averagePrecision: [0.5, null] };
  const facts = { trainable: 1234, total: 1_200_000, mean: -4, std: 4.5 };
  return {
    id: 'run-1',
    name: 'Attn(T) FFN(F) r 4',
    notes: '',
    createdAt: '2026-11-25T10:00:00.000Z',
    origin: 'trained',
    status: 'finished',
    group: null,
    config: { ...DEFAULT_CONFIG, ...config },
    backbone: { name: 'ViT-Nano', sha256: ADAPTER_CONFIG.backbone.sha256, origin: null },
    data: {
      name: 'demo',
      layout: 'folders',
      classes: ['bell', 'drum'],
      parts: { train: 20, validation: 2, test: 0 },
      split: DEFAULT_SPLIT,
      fingerprint: 'd'.repeat(16),
    },
    backend: { name: 'wasm', device: '4 threads' },
    version: '0.1.0',
    facts: { ...facts, stepsPerEpoch: 10 },
    epochs,
    best: { epoch: best.epoch, top1: best.top1, mAP: best.mAP },
    report: {
      outcome: 'finished',
      ...facts,
      best: { epoch: best.epoch, top1: best.top1, mAP: best.mAP },
      validation: part,
      test: null,
      seconds: 12.5,
    },
    problem: null,
    stepCount: 10 * top1.length,
    steps: historyOf(10 * top1.length),
    predictions: [
      {
        part: 'validation',
        predictions: [
          { id: 'bell/a.wav', labels: [0], scores: [0.9, 0.1] },
          { id: 'drum/b.wav', labels: [1], scores: [0.55, 0.45] },
        ],
      },
    ],
    ...patch,
  };
}
