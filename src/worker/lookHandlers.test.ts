import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { goldens } from '../../tests/numeric/goldens';
import { held } from '../../tests/numeric/leaks';
import { planOf } from '../../tests/numeric/tinyBackbone';
import { tinyClips } from '../../tests/numeric/tinyClips';
import '../../tests/numeric/toBeAllClose';
import { problemFrom } from '../../tests/weights/checkpoints';
import { bandMap } from '../attention/matrixMaps';
import type { LookSource } from '../attention/types';
import { DEFAULT_CONFIG, type RunConfig } from '../training/config';
import { createEngine } from './engine';
import { lookBudget } from './lookHandlers';
import type { BackboneRequest, EngineEvent, RunRequest } from './protocol';

beforeAll(startCpu);

const FRAMES = 48;
const LABELS = ['low', 'middle', 'high'];
const CONFIG: RunConfig = {
  ...DEFAULT_CONFIG,
  adapters: planOf('time', 'frequency', 2),
  frames: FRAMES,
  epochs: 3,
  batch: 4,
  learningRate: 5e-3,
  specAugment: { frequency: 0, time: 0 },
};
const { frontEnd, stride } = CONFIG;
const CLIPS = tinyClips(9, LABELS.length, 1, FRAMES).map(({ features, labels }, i) => ({
  clip: { id: `c${i}`, features, wave: null },
  labels,
}));
const ids = CLIPS.map(({ clip }) => clip.id);
const VIEW = { frontEnd, frames: FRAMES, stride, normalisation: null, train: ids.slice(0, 6) };
const REQUEST: RunRequest = {
  config: CONFIG,
  classes: LABELS,
  split: { train: ids.slice(0, 6), validation: ids.slice(6), test: [] },
  labels: Object.fromEntries(CLIPS.map(({ clip, labels }) => [clip.id, labels])),
  allowNonFinite: false,
  memoryBytes: 4e9,
  paused: false,
};
const weightsOf = (name: string, config: string): BackboneRequest => ({
  kind: 'files',
  weights: new File([goldens.blob(name)], name),
  config: new File([config], 'config.json'),
});
const DEIT = weightsOf('deit_timm.safetensors', '{"heads": 3}');
const signal = new AbortController().signal;

async function engineOf(budget?: number) {
  const events: EngineEvent[] = [];
  const engine = createEngine(
    (event) => {
      if (event.type !== 'clips.wanted' && event.type !== 'clips.unwanted') events.push(event);
    },
    undefined,
    undefined,
    budget,
  );
  await engine['backbone.load'](DEIT, signal);
  await engine['clips.put'](structuredClone(CLIPS.map(({ clip }) => clip)), signal);
  const of = (source: LookSource, clip = 'c0') => ({ clip, source, view: VIEW });
  const open = (source: LookSource, clip?: string) => engine['look.open'](of(source, clip), signal);
  const matrix = (source: LookSource, layer = 1, head: number | null = null) =>
    engine['look.matrix']({ ...of(source), choice: { layer, head } }, signal);
  const train = (config = CONFIG) => engine['run.start']({ ...REQUEST, config }, signal);
  return { engine, events, of, open, matrix, train };
}

const BACKBONE = { kind: 'backbone' } as const;
const MODEL = { kind: 'model' } as const;

describe('looking into a model', () => {
  it('is the same before and after while only the head is trained, and another with adapters', async () => {
    for (const method of ['linear-probe', 'loaa'] as const) {
      const { matrix, train } = await engineOf();
      await train({ ...CONFIG, method });
      const [before, after] = [await matrix(BACKBONE), await matrix(MODEL)];
      if (method === 'loaa') expect(after.values).not.toEqual(before.values);
      else expect(after.values).toEqual(before.values);
    }
  });

  it('can be had before any training, but not after none', async () => {
    const { open } = await engineOf();
    expect(await open(BACKBONE)).toMatchObject({ grid: [8, 3], band: [1, 1], patch: [16, 16], stride: [16, 16] });
    expect((await problemFrom(() => open(MODEL))).code).toBe('engine.untrained');
  });

  it('ends with the abort that was asked for', async () => {
    const { engine, of } = await engineOf();
    const asked = engine['look.open'](of(BACKBONE), AbortSignal.abort());
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('gives the rollout, and an overview that agrees with the matrices', async () => {
    const { engine, of, open, matrix } = await engineOf();
    const facts = await open(BACKBONE);
    const rollout = await engine['look.matrix']({ ...of(BACKBONE), choice: 'rollout' }, signal);
    const rows = Array.from({ length: rollout.tokens }, (_, q) =>
      rollout.values.subarray(q * rollout.tokens, (q + 1) * rollout.tokens).reduce((a, b) => a + b, 0),
    );
    expect(rows).toBeAllClose(
      rows.map(() => 1),
      { absolute: 1e-5 },
    );
    const reading = 'column-as-queries';
    const all = await engine['look.overview']({ ...of(BACKBONE), reading, columns: { band: [0, 1] } }, signal);
    const size = facts.grid[0] * facts.grid[1];
    const one = bandMap(await matrix(BACKBONE, 1, 2), facts, [0, 1], reading);
    expect(all.subarray((facts.heads + 2) * size, (facts.heads + 3) * size)).toBeAllClose(one, { absolute: 1e-6 });
  });

  it('answers the same with nothing held as with everything', async () => {
    const [rich, poor] = [await engineOf(), await engineOf(0)];
    for (const head of [null, 0, 1]) {
      expect(await poor.matrix(BACKBONE, 0, head)).toEqual(await rich.matrix(BACKBONE, 0, head));
    }
    expect((await poor.open(BACKBONE)).held).toEqual({ bytes: 0, budget: 0 });
    const { bytes, budget } = (await rich.open(BACKBONE)).held;
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(budget);
  });
});

describe('epochs of a run', () => {
  it('are held, the last is the model where it is the best, and a run that follows ends them', async () => {
    const { events, matrix, train, open } = await engineOf();
    const { best } = await train();
    const told = events.flatMap((event) => (event.type === 'look.epochs' ? [event.epochs.held] : []));
    expect(told).toEqual([[], [1], [1, 2], [1, 2, 3]]);
    const now = await matrix(MODEL);
    const epochs = await Promise.all([1, 2, 3].map((epoch) => matrix({ kind: 'epoch', epoch })));
    expect(epochs[(best?.epoch ?? 0) - 1]).toEqual(now);
    expect(new Set(epochs.map(({ values }) => values.join())).size).toBe(3);
    expect((await problemFrom(() => matrix({ kind: 'epoch', epoch: 4 }))).code).toBe('look.no-epoch');
    const version = (await open(MODEL)).version;
    await train({ ...CONFIG, epochs: 1 });
    expect((await problemFrom(() => matrix({ kind: 'epoch', epoch: 3 }))).code).toBe('look.no-epoch');
    expect((await open(MODEL)).version).not.toBe(version);
  });
});

describe('what is loaded beside', () => {
  it('an adapter shows what it showed as the model, on its own grid too', async () => {
    const { engine, matrix, train } = await engineOf();
    await train();
    const now = await matrix(MODEL);
    const files = await engine['adapter.export'](null, signal);
    await train({ ...CONFIG, frames: 32, seed: 9 });
    expect(await engine['look.load']({ kind: 'adapter', id: 'a', files }, signal)).toBe('deit_timm.safetensors');
    expect(await matrix({ kind: 'adapter', id: 'a' })).toEqual(now);
    await engine['look.unload']({ id: 'a' }, signal);
    expect((await problemFrom(() => matrix({ kind: 'adapter', id: 'a' }))).code).toBe('look.gone');
  });

  it('an adapter of another backbone is refused', async () => {
    const { engine, train } = await engineOf();
    await train();
    const files = await engine['adapter.export'](null, signal);
    const other = { ...files, config: { ...files.config, backbone: { ...files.config.backbone, sha256: 'b' } } };
    const asked = () => engine['look.load']({ kind: 'adapter', id: 'a', files: other }, signal);
    expect((await problemFrom(asked)).code).toBe('bundle.other-backbone');
  });

  it('another backbone stands beside, one at a time, and the model stays', async () => {
    const { engine, matrix, open } = await engineOf();
    const own = await matrix(BACKBONE);
    const ast = weightsOf('ast_hf.safetensors', await goldens.blob('ast_hf_config.json').text());
    await engine['look.load']({ kind: 'other', id: 'x', request: ast }, signal);
    const facts = await open({ kind: 'other', id: 'x' });
    expect(facts.backbone).toBe('ast_hf.safetensors');
    expect(facts.grid).toEqual([8, 3]);
    expect((await matrix({ kind: 'other', id: 'x' })).values).not.toEqual(own.values);
    await engine['look.load']({ kind: 'other', id: 'y', request: DEIT }, signal);
    expect(await matrix({ kind: 'other', id: 'y' })).toEqual(own);
    expect((await problemFrom(() => open({ kind: 'other', id: 'x' }))).code).toBe('look.gone');
    expect(await matrix(BACKBONE)).toEqual(own);
  });

  it('leaves no tensors', async () => {
    const { engine, open, train } = await engineOf();
    await train();
    await open(BACKBONE);
    const files = await engine['adapter.export'](null, signal);
    await engine['look.load']({ kind: 'adapter', id: 'a', files }, signal);
    await engine['look.load']({ kind: 'other', id: 'b', request: DEIT }, signal);
    const before = held();
    for (const source of [
      MODEL,
      { kind: 'epoch', epoch: 1 },
      { kind: 'adapter', id: 'a' },
      { kind: 'other', id: 'b' },
    ] as const)
      await open(source, 'c1');
    expect(held()).toEqual(before);
  });
});

it.each([
  [undefined, 128],
  [0.5, 16],
  [8, 256],
  [64, 256],
])('of %s GiB, %d MiB may be held', (memory, mebibytes) => {
  expect(lookBudget(memory)).toBe(mebibytes * 2 ** 20);
});
