import type { AdapterConfig } from '../../src/bundle/types';
import { DEFAULT_CONFIG } from '../../src/training/config';

/** A sound configuration. */
export const ADAPTER_CONFIG: AdapterConfig = {
  run: DEFAULT_CONFIG,
  backbone: {
    name: 'ViT-Nano/16',
    sha256: '0123456789abcdef'.repeat(4),
    origin: { repo: 'owner/model', revision: 'f'.repeat(40) },
    dim: 48,
    depth: 4,
    heads: 3,
    config: {
      dim: 48,
      depth: 4,
      heads: 3,
      mlpDim: 192,
      patch: [16, 16],
      prefixTokens: 2,
      positionGrid: [8, 8],
      positions: 'learned',
      pooling: 'prefix-mean',
      normOrder: 'pre',
      blockEps: 1e-6,
      stride: [16, 16],
      pretrainedOn: 'images',
    },
  },
  mean: -4.27,
  std: 4.57,
  labels: ['dog', 'a "quoted", <b>name</b>', 'ünïcode'],
  grid: [8, 8],
  trainable: 1234,
  best: { epoch: 3, top1: 0.9, mAP: 0.95 },
};
