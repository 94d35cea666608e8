import { writeAdapter } from '../../src/bundle/adapterFile';
import type { BundleSource, BundleStory } from '../../src/bundle/types';
import { DEFAULT_SPLIT } from '../../src/dataset/defaultSplit';
import { DEFAULT_CONFIG } from '../../src/training/config';
import { ADAPTER_CONFIG } from './adapterConfig';
import { newWeights } from './tinyModel';

const MEASURES = { loss: 0.5, top1: 0.75, top5: 1, mAP: 0.8, averagePrecision: [1, 0.6, null] };

/** A run of four steps and two epochs, with names that csv, YAML and Markdown take for more than names. */
export const STORY: BundleStory = {
  createdAt: '2026-11-25T10:00:00.000Z',
  backend: 'wasm',
  data: {
    name: 'my "sounds": |--- # *all*',
    layout: 'folders',
    split: { ...DEFAULT_SPLIT, seed: 4, maxClips: 60 },
    fingerprint: 'c'.repeat(16),
  },
  clips: [
    { id: '=cmd|calc.wav', path: '=cmd|calc.wav', part: 'train', segment: null, labels: [1], scores: null },
    {
      id: 'long, "one".wav#1-2',
      path: 'long, "one".wav',
      part: 'validation',
      segment: { start: 1, end: 2 },
      labels: [0, 2],
      scores: [0.7, 0.1, 0.2],
    },
  ],
  history: 'step,loss\n1,0.5\n',
  epochs: [1, 2].map((epoch) => ({
    epoch,
    step: 2 * epoch,
    trainLoss: 1 / epoch,
    trainTop1: 0.5,
    loss: 0.9 / epoch,
    top1: 0.4 * epoch,
    mAP: 0.3 * epoch,
  })),
  report: { outcome: 'finished', validation: MEASURES, test: null, seconds: 12, total: 5000 },
};

/** All that a bundle is made of. */
export const BUNDLE_SOURCE: BundleSource = {
  adapter: {
    weights: writeAdapter(newWeights(DEFAULT_CONFIG, { dim: 48, depth: 4, classes: 3 })),
    config: ADAPTER_CONFIG,
  },
  story: STORY,
  parity: {
    sampleRate: 16_000,
    wave: Float32Array.of(0, 0.5, -0.5),
    filterbank: Float32Array.of(1, 2, 3, 4),
    frames: 2,
    bins: 2,
    logits: Float32Array.of(0.1, 0.2, 0.3),
  },
  programs: {
    'loaa_ast.py': 'pass',
    'loaa_layouts.py': 'pass',
    'loaa_data.py': 'pass',
    'check.py': 'pass',
    'train.py': 'pass',
  },
  base: new Blob(['base']),
};
