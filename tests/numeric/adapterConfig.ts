import type { AdapterConfig } from '../../src/bundle/types';
import { DEFAULT_CONFIG } from '../../src/training/config';

/** A sound adapter_config.json. */
export const ADAPTER_CONFIG: AdapterConfig = {
  format: 'loaa-playground',
  formatVersion: 1,
  peftType: 'LOAA',
  run: DEFAULT_CONFIG,
  backbone: {
    name: 'ViT-Nano/16',
    sha256: '0123456789abcdef'.repeat(4),
    origin: { repo: 'owner/model', revision: 'f'.repeat(40) },
    dim: 48,
    depth: 4,
    heads: 3,
  },
  mean: -4.27,
  std: 4.57,
  labels: ['dog', 'a "quoted", <b>name</b>', 'ünïcode'],
  grid: [8, 8],
  trainable: 1234,
  best: { epoch: 3, top1: 0.9, mAP: 0.95 },
};
