import { describe, expect, it } from 'vitest';
import { TINY } from '../../../tests/numeric/tinyBackbone';
import { reduce } from '../../store/reduce';
import { INITIAL_STATE, type AppState } from '../../store/state';
import type { StepTimes } from '../../training/epochTime';
import { epochText, memoryText, needsOf, remedyTitle, savingText } from './needs';

const BASE = {
  ...TINY,
  dim: 768,
  depth: 12,
  heads: 12,
  mlpDim: 3072,
  patch: [16, 16] as const,
  stride: [16, 16] as const,
};
const TIMES: StepTimes = {
  whole: { train: 0.2, evaluate: 0.1 },
  held: { train: 0.01, evaluate: 0.01 },
  measured: 'step',
};

const READY: AppState = {
  ...INITIAL_STATE,
  engine: {
    status: 'ready',
    backend: { name: 'webgpu', device: 'a card', software: false, reason: '' },
    problem: null,
  },
  preflight: { ...INITIAL_STATE.preflight, limits: { ops: 'kernels', passes: false, binding: null } },
  data: {
    ...INITIAL_STATE.data,
    status: 'ready',
    dataset: {
      name: 'x',
      layout: 'folders',
      classes: ['a', 'b'],
      clips: [],
      folds: [],
      hasGivenParts: false,
      multiLabel: false,
    } as unknown as AppState['data']['dataset'],
    split: {
      train: Array.from({ length: 100 }, (_, i) => `t${i}`),
      validation: Array.from({ length: 20 }, (_, i) => `v${i}`),
      test: [],
    },
  },
  backbone: {
    ...INITIAL_STATE.backbone,
    status: 'ready',
    summary: {
      name: 'Base',
      naming: 'timm-deit',
      config: BASE,
      sha256: 'a'.repeat(64),
      origin: null,
      labels: null,
      nonFinite: [],
    },
  },
};

const withConfig = (patch: Partial<AppState['config']>, state = READY) =>
  reduce(state, { type: 'config.changed', patch });

function needs(state: AppState) {
  const found = needsOf(state);
  if (!found) throw new Error('Nothing is known of the run.');
  return found;
}

describe('what a run needs', () => {
  it('is known once there are an engine, a backbone and data, and no setting is off', () => {
    expect(needsOf(INITIAL_STATE)).toBeNull();
    expect(needsOf(withConfig({ batch: 0 }))).toBeNull();
    const small = needs(READY);
    expect(small.plan).toMatchObject({ fits: true, passage: { microBatch: 8, segment: 0 } });
    expect(memoryText(small)).toMatch(/^Needs about [\d.]+ (MB|GB) of the 4\.00 GB of graphics memory\.$/);
    expect(small.remedies).toEqual([]);
  });

  it('says how a large one is made to fit', () => {
    const large = needs(withConfig({ frames: 1024, batch: 48 }));
    expect(large.plan.fits).toBe(true);
    expect(memoryText(large)).toMatch(/, with micro-batches of \d+( and layers made anew)?\.$/);
  });

  it('says what to change where nothing that is left open helps', () => {
    const poor = reduce(READY, { type: 'preflight.graphics', bytes: 1e9 });
    const tooMuch = needs(withConfig({ frames: 1024, batch: 48, microBatch: 48, stride: [10, 10] }, poor));
    expect(tooMuch.plan.fits).toBe(false);
    expect(tooMuch.canMeasure).toBe(false);
    expect(memoryText(tooMuch)).toContain('this run will not fit');
    const offered = tooMuch.remedies.map((remedy) => `${remedyTitle(remedy)}: ${savingText(remedy)}`);
    expect(offered[0]).toMatch(/^Micro-batches of \d+: saves [\d.]+ GB, and then it fits$/);
    expect(offered.join('\n')).toMatch(/No patch overlap: saves [\d.]+ GB$/m);
    const [first] = tooMuch.remedies;
    expect(needs(withConfig({ frames: 1024, batch: 48, stride: [10, 10], ...first?.patch }, poor)).plan.fits).toBe(
      true,
    );
  });

  it('is of the memory that the backend’s tensors lie in', () => {
    const on = (name: 'wasm' | 'cpu' | 'webgpu', software: boolean) =>
      needs({ ...READY, engine: { ...READY.engine, backend: { name, software, device: '', reason: '' } } });
    expect(on('wasm', false)).toMatchObject({ memory: 'WebAssembly memory', isSaid: false, isAutomatic: true });
    expect(on('webgpu', true)).toMatchObject({ memory: 'memory', isSaid: false, isAutomatic: false });
    expect(on('cpu', false)).toMatchObject({ isAutomatic: false });
    expect(on('webgpu', false)).toMatchObject({ isSaid: true, isAutomatic: true });
  });
});

describe('a measured step', () => {
  const measured = (state: AppState) => reduce(state, { type: 'preflight.ended', key: needs(state).key, times: TIMES });

  it('gives the time of an epoch, until a setting that it depends on is another', () => {
    const plain = { specAugment: { frequency: 0, time: 0 } };
    const state = measured(withConfig(plain));
    expect(needs(state).epoch).toEqual({ first: 100 * 0.2 + 20 * 0.1, later: 100 * 0.01 + 20 * 0.01 });
    expect(needs(withConfig({ learningRate: 1, epochs: 3 }, state)).epoch).not.toBeNull();
    expect(needs(withConfig({ frames: 64 }, state)).epoch).toBeNull();
  });

  it('counts on held activations in training only where nothing is drawn for a clip', () => {
    const state = measured(withConfig({ specAugment: { frequency: 24, time: 0 }, views: 2 }));
    expect(needs(state).epoch?.later).toBeCloseTo(100 * 0.2 + 2 * 20 * 0.01, 9);
  });

  it('is told as far as it is known', () => {
    expect(epochText({ first: 40, later: 39 }, 'step')).toBe('About 40 s an epoch, by a measured step.');
    expect(epochText({ first: 130, later: 2.34 }, 'layer')).toBe(
      'About 2.2 min for the first epoch and 2.3 s for each later one, reckoned from one layer.',
    );
  });

  it('may fail, and is not tried again unasked', () => {
    const state = reduce(READY, { type: 'preflight.ended', key: needs(READY).key, times: null });
    expect(needs(state)).toMatchObject({ isMeasured: true, epoch: null, canMeasure: true });
    const stopped = reduce(READY, { type: 'preflight.ended', key: null, times: null });
    expect(needs(stopped).isMeasured).toBe(false);
  });

  it('is not made during a run', () => {
    const running = reduce(READY, { type: 'run.starting', config: READY.config });
    expect(needs(running).canMeasure).toBe(false);
  });
});
