import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { goldens } from '../../tests/numeric/goldens';
import { held } from '../../tests/numeric/leaks';
import { planOf } from '../../tests/numeric/tinyBackbone';
import { tinyClips } from '../../tests/numeric/tinyClips';
import { problemFrom } from '../../tests/weights/checkpoints';
import { readAdapter, writeAdapter } from '../bundle/adapterFile';
import type { Problem } from '../core/problem';
import { DEFAULT_CONFIG, type RunConfig } from '../training/config';
import { createEngine } from './engine';
import type { EngineCallName, EngineCalls, EngineEvent, RunRequest, StoredClip } from './protocol';
import type { EngineHandlers } from './rpc';

beforeAll(startCpu);

const LABELS = ['low', 'middle', 'high'];
const FRAMES = 48;
const CONFIG: RunConfig = {
  ...DEFAULT_CONFIG,
  adapters: planOf('time', 'frequency', 2),
  frames: FRAMES,
  epochs: 2,
  batch: 4,
  specAugment: { frequency: 0, time: 0 },
};
const VIEW = {
  frontEnd: CONFIG.frontEnd,
  frames: FRAMES,
  stride: CONFIG.stride,
  normalisation: null,
  train: ['train 0', 'train 1', 'train 2'],
} as const;

const stored = (part: string, count: number, seed: number): { clip: StoredClip; labels: readonly number[] }[] =>
  tinyClips(count, LABELS.length, seed, FRAMES).map(({ features, labels }, i) => ({
    clip: { id: `${part} ${i}`, features, wave: null },
    labels,
  }));
const CLIPS = [...stored('train', 8, 1), ...stored('validation', 4, 2), ...stored('test', 3, 3)];
const idsOf = (part: string) => CLIPS.flatMap(({ clip }) => (clip.id.startsWith(part) ? [clip.id] : []));

const REQUEST: RunRequest = {
  config: CONFIG,
  classes: LABELS,
  split: { train: idsOf('train'), validation: idsOf('validation'), test: idsOf('test') },
  labels: Object.fromEntries(CLIPS.map(({ clip, labels }) => [clip.id, labels])),
  allowNonFinite: false,
  memoryBytes: 4e9,
  paused: false,
};

const golden = (name: string) => new File([goldens.blob(name)], name);
const config = () => new File(['{"heads": 3}'], 'config.json');
const DEIT: EngineCalls['backbone.load']['input'] = {
  kind: 'files',
  weights: golden('deit_timm.safetensors'),
  config: config(),
};
const SAME_AS_PTH: EngineCalls['backbone.load']['input'] = {
  kind: 'files',
  weights: golden('deit_timm.pth'),
  config: config(),
};

interface Started {
  call<K extends EngineCallName>(
    name: K,
    input: EngineCalls[K]['input'],
    signal?: AbortSignal,
  ): Promise<EngineCalls[K]['output']>;
  readonly events: EngineEvent[];
}

function start(): Started {
  const events: EngineEvent[] = [];
  const engine: EngineHandlers = createEngine((event) => {
    if (event.type !== 'clips.wanted' && event.type !== 'clips.unwanted') events.push(event);
  });
  return { call: (name, input, signal = new AbortController().signal) => engine[name](input, signal), events };
}

async function loaded(clips = CLIPS): Promise<Started> {
  const engine = start();
  await engine.call('backbone.load', DEIT);
  await engine.call('clips.put', structuredClone(clips.map(({ clip }) => clip)));
  return engine;
}

const refusal = (work: Promise<unknown>): Promise<Problem> => problemFrom(() => work);
const soundOf = (id: string) => ({
  wave: null,
  features: (CLIPS.find(({ clip }) => clip.id === id) ?? CLIPS[0])?.clip.features ?? {
    data: new Float32Array(),
    frames: 0,
    bins: 0,
  },
});

describe('an engine with nothing in it', () => {
  it('says what is missing', async () => {
    const { call } = start();
    expect((await refusal(call('run.start', REQUEST))).code).toBe('engine.no-backbone');
    expect((await refusal(call('predict', soundOf('train 0')))).code).toBe('engine.untrained');
    expect((await refusal(call('adapter.export', null))).code).toBe('engine.untrained');
    expect(await refusal(call('clips.features', { id: '<b>', frontEnd: 'ast' }))).toMatchObject({
      code: 'engine.no-clip',
      subject: '<b>',
    });
    for (const name of ['run.pause', 'run.resume', 'run.step', 'run.stop'] as const)
      expect(await call(name, null)).toBeNull();
  });

  it('says that a clip of the run is not there', async () => {
    const { call } = start();
    await call('backbone.load', DEIT);
    expect(await refusal(call('run.start', REQUEST))).toMatchObject({ code: 'training.no-clip', subject: 'train 0' });
  });
});

describe('loading a backbone', () => {
  it('answers with its facts and not with its weights', async () => {
    const summary = await start().call('backbone.load', DEIT);
    expect(summary).toMatchObject({ name: 'deit_timm.safetensors', naming: 'timm-deit', nonFinite: [] });
    expect('weights' in summary).toBe(false);
  });

  it('keeps what was loaded where the next one is refused', async () => {
    const { call } = await loaded();
    await call('run.start', REQUEST);
    const before = await call('predict', soundOf('test 0'));
    const page = new File(['<!doctype html>'], 'model.safetensors');
    expect((await refusal(call('backbone.load', { kind: 'files', weights: page, config: null }))).subject).toContain(
      'model.safetensors',
    );
    expect(await call('predict', soundOf('test 0'))).toEqual(before);
  });

  it('frees the models of the last one', async () => {
    const { call } = start();
    const before = held();
    for (let i = 0; i < 2; i++) {
      await call('backbone.load', DEIT);
      await call('clips.put', structuredClone(CLIPS.map(({ clip }) => clip)));
      await call('run.start', { ...REQUEST, config: { ...CONFIG, epochs: 1 } });
      for (const kind of ['backbone', 'model'] as const)
        await call('look.open', { clip: 'test 0', source: { kind }, view: VIEW });
      expect(held().tensors).toBeGreaterThan(before.tensors);
    }
    await call('backbone.load', DEIT);
    expect(held()).toEqual(before);
  });
});

describe('a run', () => {
  it('reports its size, its best epoch and the test part, and tells of its steps', async () => {
    const { call, events } = await loaded();
    const report = await call('run.start', REQUEST);
    const ready = events.find((event) => event.type === 'run.ready');
    expect(report.outcome).toBe('finished');
    expect(report.best?.epoch).toBeGreaterThanOrEqual(1);
    expect(report.test?.top1).toBeGreaterThanOrEqual(0);
    expect(ready).toMatchObject({
      trainable: report.trainable,
      total: report.total,
      mean: report.mean,
      std: report.std,
      stepsPerEpoch: 2,
    });
    expect(events.flatMap((event) => (event.type === 'run.steps' ? event.points.map(({ step }) => step) : []))).toEqual(
      [1, 2, 3, 4],
    );
    expect(events.filter((event) => event.type === 'run.epoch')).toHaveLength(2);
    const parts = await call('run.predictions', null);
    expect(parts.map(({ part }) => part)).toEqual(['validation', 'test']);
    for (const { part, predictions } of parts) {
      expect(predictions.map(({ id }) => id)).toEqual(REQUEST.split[part]);
      expect(
        predictions.every(({ id, labels, scores }) => labels === REQUEST.labels[id] && scores.length === LABELS.length),
      ).toBe(true);
    }
    const { top1, mAP } = report.best ?? {};
    expect(report.validation).toMatchObject({ top1, mAP, top5: 1 });
    expect(report.test?.averagePrecision).toHaveLength(LABELS.length);
  });

  it('is normalised by its training part alone', async () => {
    const louder = CLIPS.map(({ clip, labels }) => {
      const data = clip.id.startsWith('train') ? clip.features.data : clip.features.data.map((v) => 10 * v + 50);
      return { clip: { ...clip, features: { ...clip.features, data } }, labels };
    });
    const reports = [];
    for (const clips of [CLIPS, louder]) {
      const { call } = await loaded(clips);
      reports.push(await call('run.start', { ...REQUEST, config: { ...CONFIG, epochs: 1 } }));
    }
    expect([reports[1]?.mean, reports[1]?.std]).toEqual([reports[0]?.mean, reports[0]?.std]);
    expect(reports[0]?.std).toBeGreaterThan(0);
  });

  it('lets nothing change what it stands on, and goes on', async () => {
    const { call } = await loaded();
    const running = call('run.start', { ...REQUEST, paused: true });
    const files = { weights: new Uint8Array(), config: {} } as unknown as EngineCalls['adapter.import']['input'];
    for (const work of [
      call('backbone.load', DEIT),
      call('clips.clear', null),
      call('run.start', REQUEST),
      call('adapter.import', files),
    ]) {
      expect((await refusal(work)).code).toBe('engine.busy');
    }
    await call('run.resume', null);
    expect((await running).outcome).toBe('finished');
    expect(await call('clips.clear', null)).toBeNull();
  });

  it.each([
    ['training.no-clips', { train: [] }],
    ['training.no-validation', { validation: [] }],
  ])('refuses an empty part: %s', async (code, patch) => {
    const { call } = await loaded();
    expect((await refusal(call('run.start', { ...REQUEST, split: { ...REQUEST.split, ...patch } }))).code).toBe(code);
  });
});

describe('an adapter', () => {
  it('promise 62: exported and imported into another engine predicts the same, bit by bit', async () => {
    const { call } = await loaded();
    await call('run.start', REQUEST);
    const files = structuredClone(await call('adapter.export', null));
    const other = await loaded();
    expect(await other.call('adapter.import', files)).toEqual(files.config);
    for (const id of REQUEST.split.test) {
      const scores = await call('predict', soundOf(id));
      expect(scores.map(({ score }) => score)).toEqual(scores.map(({ score }) => score).toSorted((a, b) => b - a));
      expect(scores.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 6);
      expect(await other.call('predict', soundOf(id))).toEqual(scores);
    }
    const choice = { layer: 1, head: 0 };
    const request = { clip: 'test 0', source: { kind: 'model' }, view: VIEW, choice } as const;
    expect(await other.call('look.matrix', request)).toEqual(await call('look.matrix', request));
    expect((await other.call('adapter.export', null)).weights).toEqual(files.weights);
  });

  it('is refused on another backbone, or where it does not fit, and the trained model stays', async () => {
    const engine = await loaded();
    await engine.call('run.start', REQUEST);
    const files = await engine.call('adapter.export', null);
    const before = await engine.call('predict', soundOf('test 0'));
    const wider = { ...files.config, run: { ...CONFIG, adapters: planOf('time', 'frequency', 3) } };
    const fewer = new Map([...(await readAdapter(new Blob([files.weights]), 'x'))].slice(1));
    expect((await refusal(engine.call('adapter.import', { ...files, config: wider }))).code).toBe('model.mismatch');
    expect((await refusal(engine.call('adapter.import', { ...files, weights: writeAdapter(fewer) }))).code).toBe(
      'model.mismatch',
    );
    const others = {
      ...files,
      config: { ...files.config, backbone: { ...files.config.backbone, sha256: 'b'.repeat(64) } },
    };
    expect((await refusal(engine.call('adapter.import', others))).code).toBe('bundle.other-backbone');
    expect(await engine.call('predict', soundOf('test 0'))).toEqual(before);

    await engine.call('backbone.load', SAME_AS_PTH);
    expect((await refusal(engine.call('adapter.import', files))).code).toBe('bundle.other-backbone');
  });
});

describe('scores of windows', () => {
  const windowsOf = (ids: readonly string[]) => ids.map((id) => soundOf(id).features);

  it.each(['ce', 'bce'] as const)('are those of predicting each alone, with %s, whatever the batch', async (loss) => {
    const { call } = await loaded();
    await call('run.start', { ...REQUEST, config: { ...CONFIG, loss } });
    const ids = [...REQUEST.split.test, ...REQUEST.split.validation];
    for (const batch of [1, 3, 16]) {
      const { labels, scores } = await call('score', { windows: windowsOf(ids), batch });
      expect(labels).toEqual(LABELS);
      expect(scores).toHaveLength(ids.length * LABELS.length);
      for (const [i, id] of ids.entries()) {
        for (const { label, score } of await call('predict', soundOf(id))) {
          expect(scores[i * LABELS.length + LABELS.indexOf(label)]).toBeCloseTo(score, 5);
        }
      }
    }
  });

  it('are of the window alone where clips are evaluated in several', async () => {
    const { call } = await loaded();
    await call('run.start', REQUEST);
    const plain = await call('score', { windows: windowsOf(['test 0']), batch: 1 });
    const files = await call('adapter.export', null);
    await call('adapter.import', {
      ...files,
      config: { ...files.config, run: { ...CONFIG, views: 5, crop: 'random' } },
    });
    expect(await call('score', { windows: windowsOf(['test 0']), batch: 1 })).toEqual(plain);
  });

  it('want a trained model, take none for none, and end with their abort; nothing of it stays in memory', async () => {
    const { call } = await loaded();
    expect((await refusal(call('score', { windows: windowsOf(['test 0']), batch: 1 }))).code).toBe('engine.untrained');
    await call('run.start', REQUEST);
    const before = held();
    expect((await call('score', { windows: [], batch: 4 })).scores).toHaveLength(0);
    await call('score', { windows: windowsOf(['test 0']), batch: 4 });
    const request = { windows: windowsOf(['test 0']), batch: 1 };
    await expect(call('score', request, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(held()).toEqual(before);
  });
});

async function trained(): Promise<Started> {
  const engine = await loaded();
  await engine.call('run.start', REQUEST);
  return engine;
}

describe('what must not be lost', () => {
  it('an absurd adapter is refused before anything is built, and the trained model stays', async () => {
    const { call } = await trained();
    const files = await call('adapter.export', null);
    const before = held();
    for (const run of [
      { ...files.config.run, frames: 100_000, stride: [1, 1] as const },
      { ...files.config.run, adapters: planOf('time', 'frequency', 1_000_000) },
    ]) {
      const problem = await refusal(call('adapter.import', { ...files, config: { ...files.config, run } }));
      expect(problem.code).toMatch(/^model\.(too-long|mismatch)$/);
    }
    expect(held()).toEqual(before);
    expect(await call('adapter.export', null)).toEqual(files);
  });

  it('a start that is refused leaves the trained model', async () => {
    const { call } = await trained();
    const files = await call('adapter.export', null);
    const problem = await refusal(call('run.start', { ...REQUEST, config: { ...CONFIG, frames: 8 } }));
    expect(problem.code).toBe('model.too-short');
    expect(await call('adapter.export', null)).toEqual(files);
  });

  it('a run that diverges at once leaves finite weights', async () => {
    const { call } = await trained();
    const problem = await refusal(
      call('run.start', { ...REQUEST, config: { ...CONFIG, learningRate: 1e30, schedule: 'constant' } }),
    );
    expect(problem.code).toBe('training.not-finite');
    const { weights } = await call('adapter.export', null);
    const read = await readAdapter(new Blob([weights]), 'adapter');
    for (const [name, { data }] of read) expect([name, data.every(Number.isFinite)]).toEqual([name, true]);
  });

  it('attention and export work in the middle of a run', async () => {
    const { call } = await trained();
    const run = call('run.start', { ...REQUEST, config: { ...CONFIG, epochs: 6 } });
    const request = { clip: 'train 0', source: { kind: 'model' }, view: VIEW } as const;
    const looks = Array.from({ length: 6 }, () =>
      call('look.matrix', { ...request, choice: { layer: 0, head: null } }),
    );
    const exported = call('adapter.export', null);
    for (const { values } of await Promise.all(looks)) expect(values.every(Number.isFinite)).toBe(true);
    expect((await exported).weights.length).toBeGreaterThan(1000);
    expect((await run).outcome).toBe('finished');
  });
});
