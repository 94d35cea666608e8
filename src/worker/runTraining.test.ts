import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { held } from '../../tests/numeric/leaks';
import { planOf, TINY, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import { tinyClips } from '../../tests/numeric/tinyClips';
import { DEFAULT_CONFIG, type RunConfig } from '../training/config';
import { createRunControl } from '../training/control';
import type { LossName } from '../training/losses';
import { createClipFetcher } from './clipFetcher';
import { createClipSource } from './clipReader';
import { createClipStore } from './clipStore';
import { createModels } from './models';
import type { EngineEvent, RunRequest } from './protocol';
import { readyRun, runTraining } from './runTraining';
import { preparationFor } from '../training/preparation';

beforeAll(startCpu);

const LABELS = ['low', 'middle', 'high'];
const FRAMES = 96;
const CLIPS = tinyClips(10, LABELS.length, 1, FRAMES);
const IDS = CLIPS.map((_, i) => `clip ${i}`);
const STORE = createClipStore(Infinity);
STORE.put(CLIPS.map(({ features }, i) => ({ id: `clip ${i}`, features, wave: null })));
const CONFIG: RunConfig = {
  ...DEFAULT_CONFIG,
  adapters: planOf('time', 'frequency', 2),
  frames: FRAMES,
  stride: TINY.patch,
  epochs: 2,
  batch: 3,
  specAugment: { frequency: 0, time: 0 },
};

function start(loss: LossName, onEvent: (event: EngineEvent) => void = () => undefined) {
  const request: RunRequest = {
    config: { ...CONFIG, loss },
    classes: LABELS,
    split: { train: IDS.slice(0, 6), validation: IDS.slice(6), test: [] },
    labels: Object.fromEntries(CLIPS.map(({ labels }, i) => [`clip ${i}`, labels])),
    allowNonFinite: false,
    memoryBytes: 4e9,
    paused: false,
  };
  const models = createModels(STORE);
  const control = createRunControl(false, () => undefined);
  const source = createClipSource(
    STORE,
    createClipFetcher(() => undefined),
    preparationFor(request.config),
  );
  const run = readyRun(tinyBackbone(), request, STORE, source, control, onEvent).then((ready) =>
    runTraining(tinyBackbone(), ready, models, control, onEvent),
  );
  return { models, control, run };
}

describe('predictions', () => {
  it.each(['ce', 'bce'] as const)('of %s are scores in [0, 1], by class', async (loss) => {
    const { models, run } = start(loss);
    const { predictions: parts } = await run;
    const predictions = parts[0]?.predictions ?? [];
    expect(parts.map(({ part }) => part)).toEqual(['validation']);
    expect(predictions.map(({ id }) => id)).toEqual(IDS.slice(6));
    for (const { scores } of predictions) {
      expect(scores).toHaveLength(LABELS.length);
      expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
      if (loss === 'ce') expect(scores.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
    }
    models.reset();
  });
});

describe('what a run leaves', () => {
  it('is its best epoch, also where it fails after that', async () => {
    const { models, run } = start('ce', (event) => {
      const isLater = event.type === 'run.steps' && event.points.some(({ epoch }) => epoch > 1);
      if (isLater) throw new Error('The device is gone.');
    });
    await expect(run).rejects.toThrow('The device is gone.');
    expect(models.trained()?.best?.epoch).toBe(1);
    models.reset();
  });

  it('is nothing where another model has taken its place', async () => {
    const before = held();
    const { models, control, run } = start('ce', (event) => {
      if (event.type !== 'run.epoch') return;
      control.stop();
      models.replace(null);
    });
    expect((await run).report.outcome).toBe('stopped');
    expect(models.trained()).toBeNull();
    expect(held()).toEqual(before);
  });
});
