import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { held } from '../../tests/numeric/leaks';
import { planOf, TINY, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import { tinyClips } from '../../tests/numeric/tinyClips';
import { DEFAULT_CONFIG, type RunConfig } from '../training/config';
import { createRunControl } from '../training/control';
import type { LossName } from '../training/losses';
import { createModels } from './models';
import type { EngineEvent, RunRequest, StoredClip } from './protocol';
import { runTraining } from './runTraining';

beforeAll(startCpu);

const LABELS = ['low', 'middle', 'high'];
const FRAMES = 96;
const CLIPS = tinyClips(10, LABELS.length, 1, FRAMES);
const IDS = CLIPS.map((_, i) => `clip ${i}`);
const STORED = new Map<string, StoredClip>(
  CLIPS.map(({ features }, i) => [`clip ${i}`, { id: `clip ${i}`, features, wave: null }]),
);
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
    paused: false,
  };
  const models = createModels(STORED);
  const control = createRunControl(false, () => undefined);
  const run = runTraining(tinyBackbone(), request, STORED, models, control, (event) => onEvent(event));
  return { models, control, run };
}

describe('predictions', () => {
  it.each(['ce', 'bce'] as const)('of %s are scores in [0, 1], by class', async (loss) => {
    const { models, run } = start(loss);
    const { predictions } = await run;
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
