import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { productsOf } from '../../tests/numeric/kernels';
import { held, type Held } from '../../tests/numeric/leaks';
import { TINY, TINY_RUN, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import { runDataOf, tinyClips } from '../../tests/numeric/tinyClips';
import type { RunConfig } from './config';
import { thetaOf } from './adam';
import { createRunControl } from './control';
import type { TrainingClip } from './examples';
import { activationBudget, createFrozenCache } from './frozenCache';
import { isDeterministic, isWorthHolding } from './holding';
import { startOf } from './start';
import { normalisationOf } from './statistics';
import { currentModel } from './step';
import { train, type EpochPoint, type StepPoint } from './train';
import { createTrainee } from './trainee';

beforeAll(startCpu);

const [CLASSES, DEPTH, EPOCHS] = [3, 3, 3] as const;

/** Clips with waveforms of different lengths, for runs that cut windows from them. */
const withWaves = (clips: readonly TrainingClip[]): TrainingClip[] =>
  clips.map((clip, n) => ({
    ...clip,
    wave: Float32Array.from({ length: 16_000 + 8000 * (n % 3) }, (_, i) => Math.sin(i * (0.01 + 0.02 * (n % 4)))),
  }));

const PARTS = {
  train: withWaves(tinyClips(10, CLASSES, 1)),
  validation: withWaves(tinyClips(5, CLASSES, 2)),
  test: withWaves(tinyClips(4, CLASSES, 3)),
};

/** All that a run says, with how many sounds it asked for in each epoch, and what tfjs held when it was over. */
async function run(patch: Partial<RunConfig>, activationBytes: number) {
  const config: RunConfig = { ...TINY_RUN, epochs: EPOCHS, ...patch };
  const t = createTrainee(tinyBackbone({ ...TINY, depth: DEPTH }), config, CLASSES, null);
  const data = runDataOf(PARTS);
  const asked = [0];
  const counted = {
    read(ids: Iterable<string>) {
      const reader = data.sounds.read(ids);
      const next = async () => {
        const sound = await reader.next();
        if (sound) asked[asked.length - 1] = (asked.at(-1) ?? 0) + 1;
        return sound;
      };
      return { next, close: () => reader.close() };
    },
  };
  const steps: StepPoint[] = [];
  const epochs: EpochPoint[] = [];
  const during: Held[] = [];
  const listener = {
    steps: (points: readonly StepPoint[]) => steps.push(...points),
    epoch: (point: EpochPoint) => {
      epochs.push(point);
      asked.push(0);
      during.push(held());
    },
    stepped: () => undefined,
    evaluating: () => undefined,
  };
  const settings = { config, classes: CLASSES, ...normalisationOf(PARTS.train, config) };
  void t.trained; // made when first asked for
  const before = held();
  const control = createRunControl(false, () => undefined);
  const outcome = await train(t, config, { ...data, sounds: counted }, settings, control, listener, {
    activationBytes,
  });
  void t.trained;
  const after = held();
  const theta = [...thetaOf(t.state).dataSync()];
  t.dispose();
  const numbers = steps.map(({ loss, accuracy }) => [loss, accuracy]);
  return { said: { numbers, epochs, outcome, theta }, asked, before, after };
}

const PLENTY = 1e9;
/** Tokens of one clip: 2 + 4 x 3 of width 6. */
const TOKENS_BYTES = 4 * 14 * TINY.dim;
const POOLED_BYTES = 4 * TINY.dim;

const RUNS = [
  { title: 'linear probe', patch: { method: 'linear-probe' }, bytes: POOLED_BYTES },
  { title: 'adapters in the last layer', patch: { method: 'loaa', layers: [2] }, bytes: TOKENS_BYTES },
  { title: 'LoRA in layers 1 and 2', patch: { method: 'lora', layers: [1, 2] }, bytes: TOKENS_BYTES },
  {
    title: 'linear probe, two windows a clip in evaluation',
    patch: { method: 'linear-probe', views: 2, frames: 64 },
    bytes: POOLED_BYTES,
  },
] as const;

describe.each(RUNS)('$title', ({ patch, bytes }) => {
  it.each([
    ['everything', PLENTY],
    ['some clips', 7 * bytes + 1],
    ['hardly anything', bytes],
  ])('gives the same numbers bit by bit with %s held as with nothing', async (_, budget) => {
    const plain = await run(patch, 0);
    const cached = await run(patch, budget);
    expect(cached.said).toEqual(plain.said);
    expect(cached.after).toEqual(cached.before);
  });

  it('asks for no sound twice where there is room', async () => {
    const { asked } = await run(patch, PLENTY);
    expect(asked).toEqual([15, 0, 0, 4]);
    expect((await run(patch, 0)).asked).toEqual([15, 15, 15, 4]);
  });
});

describe('augmented training', () => {
  it.each([
    { specAugment: { frequency: 20, time: 20 } },
    { mixup: 0.5 },
    { noise: true },
    { crop: 'random', frames: 64 },
  ] satisfies Partial<RunConfig>[])('reads its clips every epoch, and holds those of evaluation: %o', async (patch) => {
    const probe = { method: 'linear-probe', ...patch } as const;
    expect(isDeterministic({ ...TINY_RUN, ...probe })).toBe(false);
    const cached = await run(probe, PLENTY);
    expect(cached.said).toEqual((await run(probe, 0)).said);
    const [first = 0, second = 0, , test] = cached.asked;
    expect(first).toBeGreaterThanOrEqual(15);
    expect(second).toBeGreaterThanOrEqual(10);
    if (!('mixup' in patch)) expect([first, second]).toEqual([15, 10]);
    expect(test).toBe(4);
  });
});

describe('what is held', () => {
  it('is nothing where the first layer, or the embedding, is trained', () => {
    expect(isWorthHolding({ stage: 'tokens', layer: 0 })).toBe(false);
    expect(isWorthHolding({ stage: 'sound', layer: 0 })).toBe(false);
    expect(isWorthHolding({ stage: 'tokens', layer: 1 })).toBe(true);
    expect(isWorthHolding({ stage: 'pooled', layer: DEPTH })).toBe(true);
  });

  it('takes no more than the budget, and a clip that is held makes no matrix product', async () => {
    const t = createTrainee(tinyBackbone(), { ...TINY_RUN, method: 'linear-probe' }, CLASSES, null);
    const model = currentModel(t);
    const cache = createFrozenCache(model, startOf(t.layout.names, t.shape.depth), 96, 2 * POOLED_BYTES + 3);
    const rows = ['a', 'b', 'c'].map((id) => ({ id, window: 0, windows: 1, x: new Float32Array(96 * 128).fill(0.5) }));
    const first = cache.enter(model, rows);
    await cache.settled();
    expect(['a', 'b', 'c'].map(cache.holds)).toEqual([true, true, false]);
    expect(cache.bytes).toBe(2 * POOLED_BYTES);
    const known = rows.slice(0, 2).map((row) => ({ ...row, x: null }));
    let again = first;
    expect(await productsOf(() => void (again = cache.enter(model, known)))).toEqual([]);
    expect([...again.dataSync()]).toEqual([...first.dataSync()].slice(0, 2 * TINY.dim));
    t.dispose();
  });

  it('has a bounded share of the memory that the browser tells of', () => {
    expect([8, 4, 2, undefined].map((memory) => activationBudget(memory) / 2 ** 30)).toEqual([1, 0.5, 0.25, 0.5]);
  });
});
