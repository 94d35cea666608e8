import { describe, expect, it } from 'vitest';
import { INITIAL_STATE, type AppState } from '../../store/state';
import { whyNotStart } from './readiness';

const SUMMARY: NonNullable<AppState['backbone']['summary']> = {
  name: 'ViT-Nano',
  naming: 'timm-deit',
  config: {
    dim: 128,
    depth: 6,
    heads: 4,
    mlpDim: 512,
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
  sha256: 'ab',
  origin: null,
  labels: null,
  nonFinite: [],
};

const READY: AppState = {
  ...INITIAL_STATE,
  engine: { status: 'ready', backend: null, problem: null },
  data: {
    ...INITIAL_STATE.data,
    status: 'ready',
    dataset: {
      name: 'd',
      layout: 'folders',
      multiLabel: false,
      recognised: '',
      classes: ['a', 'b'],
      clips: [],
      folds: [],
      problems: [],
    },
    split: { train: ['1'], validation: ['2'], test: [] },
  },
  backbone: { status: 'ready', progress: null, summary: SUMMARY, refused: null },
};

describe('whyNotStart', () => {
  it('lets a complete state start', () => {
    expect(whyNotStart(READY, null)).toBeNull();
  });

  const blocked: readonly (readonly [string, AppState])[] = [
    ['engine is starting', { ...READY, engine: INITIAL_STATE.engine }],
    ['Choose sounds', { ...READY, data: INITIAL_STATE.data }],
    ['left for validation', { ...READY, data: { ...READY.data, split: { train: ['1'], validation: [], test: [] } } }],
    ['Load a backbone', { ...READY, backbone: INITIAL_STATE.backbone }],
    ['A setting under Model is off', { ...READY, config: { ...READY.config, epochs: 0 } }],
  ];

  it.each(blocked)('says: %s', (words, state) => {
    expect(whyNotStart(state, null)).toContain(words);
  });

  it('asks for the loss of several labels where clips may have several', () => {
    const dataset = READY.data.dataset && { ...READY.data.dataset, multiLabel: true };
    const state = { ...READY, data: { ...READY.data, dataset } };
    expect(whyNotStart(state, null)).toContain('binary cross entropy');
    expect(whyNotStart({ ...state, config: { ...state.config, loss: 'bce' } }, null)).toBeNull();
  });

  it('asks for consent to NaN weights, of this very file', () => {
    const summary = { ...SUMMARY, nonFinite: [{ name: 'pos', count: 1 }] };
    const state = { ...READY, backbone: { ...READY.backbone, summary } };
    expect(whyNotStart(state, null)).toContain('NaN');
    expect(whyNotStart(state, 'another')).toContain('NaN');
    expect(whyNotStart(state, 'ab')).toBeNull();
  });
});
