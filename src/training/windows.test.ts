import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { normals } from '../../tests/numeric/random';
import { planOf, TINY_RUN, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import '../../tests/numeric/toBeAllClose';
import { problemFrom } from '../../tests/weights/checkpoints';
import { featuresOf, FRONT_ENDS } from '../audio/frontEnds';
import { Random } from '../core/random';
import { RECIPES, type RunConfig } from './config';
import { evaluateClips, logitsOf } from './evaluate';
import { planExample, trainingExample, type ExampleSettings, type TrainingClip } from './examples';
import { LOSSES, type LossName } from './losses';
import { preparationFor } from './preparation';
import { normalisationOf } from './statistics';
import { currentModel } from './step';
import { createTrainee } from './trainee';
import { evaluationStarts, windowFeatures, windowSamples } from './windows';

beforeAll(startCpu);

const CLASSES = 3;
const EPIC: RunConfig = {
  ...TINY_RUN,
  ...RECIPES['epic-sounds'].settings,
  adapters: planOf('time', null),
  frames: 96,
  specAugment: { frequency: 0, time: 0 },
};
const SIZE = FRONT_ENDS.epic.samplesFor(96);
const settings: ExampleSettings = { config: EPIC, classes: CLASSES, mean: -6, std: 3 };

const clipOf = (samples: number, seed: number): TrainingClip => {
  const wave = normals(samples, seed, 0.1);
  return { features: featuresOf(FRONT_ENDS.epic, wave), wave, labels: [seed % CLASSES] };
};
const CLIPS = [clipOf(3 * SIZE, 1), clipOf(SIZE - 100, 2), clipOf(SIZE + 777, 3)];
const longest = CLIPS[0] as TrainingClip;

describe('the windows of an evaluation', () => {
  it('are five, spread from the first sample to the last', () => {
    expect(evaluationStarts(longest, EPIC)).toEqual([0, SIZE / 2, SIZE, (3 * SIZE) / 2, 2 * SIZE]);
    expect(evaluationStarts(CLIPS[1] as TrainingClip, EPIC)).toEqual([0]);
  });

  it('come every hop frames where there is one, whatever the views', () => {
    const hop = 40;
    const starts = evaluationStarts(longest, { ...EPIC, hop });
    expect(starts.slice(0, 3)).toEqual([0, 40 * 120, 80 * 120]);
    expect(starts.at(-1)).toBe(2 * SIZE);
  });

  it('are the beginning, waveform or not, where a run sees no more', () => {
    const plain = { ...EPIC, crop: 'start', views: 1 } as const;
    expect(evaluationStarts({ ...longest, wave: null }, plain)).toEqual([0]);
    expect(windowFeatures({ ...longest, wave: null }, 0, plain)).toBe(longest.features);
  });

  it("have a short clip's own features, and a long one's of the samples inside alone", () => {
    const short = CLIPS[1] as TrainingClip;
    expect(windowFeatures(short, 0, EPIC)).toBe(short.features);
    const at = SIZE / 2;
    const alone = featuresOf(FRONT_ENDS.epic, (longest.wave ?? new Float32Array()).slice(at, at + SIZE));
    expect(windowFeatures(longest, at, EPIC)).toEqual(alone);
    expect(alone.frames).toBe(96);
  });

  it('need the waveform', async () => {
    const problem = await problemFrom(() => evaluationStarts({ ...longest, wave: null }, EPIC));
    expect(problem).toMatchObject({ code: 'training.no-waves', cure: 'Load the data again.' });
  });

  it('are all in mean and deviation', () => {
    const plain = { ...EPIC, crop: 'start', views: 1 } as const;
    const windows = evaluationStarts(longest, EPIC).map((start) => windowFeatures(longest, start, EPIC));
    const each = windows.map((features) => ({ features, wave: null }));
    expect(normalisationOf([longest], EPIC)).toEqual(normalisationOf(each, plain));
  });
});

describe('a random crop', () => {
  const cropped = (seed: number) => {
    const random = new Random(seed);
    const plan = planExample(EPIC, 1, random);
    return trainingExample(longest, null, plan, settings).x;
  };

  it('is another window for another draw, the same for the same', () => {
    expect(cropped(1)).toEqual(cropped(1));
    expect(cropped(1)).not.toEqual(cropped(2));
  });

  it('reaches all over the clip', () => {
    const random = new Random(5);
    const starts = Array.from({ length: 400 }, () => planExample(EPIC, 1, random).crops[0] * 2 * SIZE);
    expect(Math.min(...starts)).toBeLessThan(0.02 * SIZE);
    expect(Math.max(...starts)).toBeGreaterThan(1.98 * SIZE);
  });

  it('mixes windows of both clips', () => {
    const mixed = { ...settings, config: { ...EPIC, mixup: 1 } };
    const random = new Random(3);
    const plan = planExample(mixed.config, 3, random);
    const { x, target } = trainingExample(longest, CLIPS[2] as TrainingClip, plan, mixed);
    expect(plan.crops[0]).not.toBe(plan.crops[1]);
    expect(x).toHaveLength(96 * 128);
    expect(target.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
  });
});

describe('scores of several windows', () => {
  const rows = async (clips: readonly TrainingClip[], config: RunConfig, batch: number, loss: LossName = 'ce') => {
    const t = createTrainee(tinyBackbone(), config, CLASSES, null);
    const out = await logitsOf(currentModel(t), clips, { ...settings, config }, { loss, batch }, async () => true);
    t.dispose();
    return out;
  };

  it.each(['ce', 'bce'] as const)('are the mean of those of each, under %s', async (loss) => {
    const { scores } = LOSSES[loss];
    const [pooled] = await rows([longest], EPIC, 4, loss);
    const plain = { ...EPIC, crop: 'start', views: 1 } as const;
    const windows = evaluationStarts(longest, EPIC).map((start) => ({
      ...longest,
      features: windowFeatures(longest, start, EPIC),
    }));
    const single = (await rows(windows, plain, 4, loss)).map((row) => scores([...row]));
    const mean = [0, 1, 2].map((c) => single.reduce((sum, row) => sum + (row[c] ?? NaN), 0) / windows.length);
    expect(windows).toHaveLength(5);
    expect(scores([...(pooled ?? [])])).toBeAllClose(mean, { absolute: 1e-6, relative: 1e-6 });
  });

  it('do not depend on how windows fall into batches', async () => {
    const [first, ...others] = await Promise.all([1, 2, 5, 32].map((batch) => rows(CLIPS, EPIC, batch)));
    expect(first).toHaveLength(3);
    for (const other of others) {
      expect(other.flatMap((row) => [...row])).toBeAllClose((first ?? []).flatMap((row) => [...row]));
    }
  });

  it('take sounds one after the other, never all at once', async () => {
    const t = createTrainee(tinyBackbone(), EPIC, CLASSES, null);
    let taken = 0;
    const done: [number, number][] = [];
    const sounds = function* () {
      for (const clip of [longest, longest, longest]) {
        taken++;
        yield clip;
      }
    };
    const goOn = async (clips: number) => done.push([clips, taken]) > 0;
    await logitsOf(currentModel(t), sounds(), settings, { loss: 'ce', batch: 4 }, goOn);
    // Fifteen windows in batches of four: a second clip is taken when the first's five windows are in.
    expect(done).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 3],
    ]);
    t.dispose();
  });

  it('have the loss of the averaged scores', async () => {
    const t = createTrainee(tinyBackbone(), EPIC, CLASSES, null);
    const clips = CLIPS.map(({ labels }, i) => ({ id: `${i}`, labels }));
    const run = { loss: 'ce', batch: 4 } as const;
    const evaluation = await evaluateClips(currentModel(t), clips, CLIPS, settings, run, async () => true);
    const own = (evaluation?.logits ?? []).map(
      (row, i) => LOSSES.ce.scores([...row])[clips[i]?.labels[0] ?? NaN] ?? NaN,
    );
    const expected = -own.reduce((sum, score) => sum + Math.log(score), 0) / 3;
    expect(evaluation?.loss).toBeCloseTo(expected, 5);
    t.dispose();
  });
});

describe('what a run asks of the preparation', () => {
  it('is the whole waveform where windows are cut, and a waveform where clips are mixed', () => {
    const plain = { ...EPIC, crop: 'start', views: 1, hop: null, mixup: 0 } as const;
    const wanted = (patch: Partial<RunConfig>) => {
      const { waves, whole } = preparationFor({ ...plain, ...patch });
      return [waves, whole];
    };
    expect(wanted({})).toEqual([false, false]);
    expect(wanted({ mixup: 0.1 })).toEqual([true, false]);
    for (const patch of [{ crop: 'random' }, { views: 5 }, { hop: 50 }] as const) {
      expect(wanted(patch)).toEqual([true, true]);
    }
    expect(preparationFor({ ...plain, frames: 2000 }).frames).toBe(2000);
    expect(windowSamples({ ...plain, frames: 400 })).toBe(Math.round(1.999 * 24_000));
  });
});
