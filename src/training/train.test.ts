import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { held, type Held } from '../../tests/numeric/leaks';
import { planOf, TINY, TINY_RUN, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import { runDataOf, tinyClips } from '../../tests/numeric/tinyClips';
import '../../tests/numeric/toBeAllClose';
import { problemFrom } from '../../tests/weights/checkpoints';
import { thetaOf } from './adam';
import type { RunConfig } from './config';
import { createRunControl, type RunControl } from './control';
import { evaluateClips } from './evaluate';
import type { ExampleSettings, TrainingClip } from './examples';
import { SCHEDULES } from './schedules';
import { normalisationOf } from './statistics';
import { currentModel, type Trainee } from './step';
import { train, type EpochPoint, type RunListener, type RunOutcome, type StepPoint } from './train';
import { createTrainee } from './trainee';

beforeAll(startCpu);

const CLASSES = 3;
const CONFIG: RunConfig = { ...TINY_RUN, adapters: planOf('time', null) };
type Parts = Readonly<Record<'train' | 'validation' | 'test', readonly TrainingClip[]>>;
const tinyData = (): Parts => ({ train: tinyClips(10, CLASSES, 1), validation: tinyClips(6, CLASSES, 2), test: [] });

/** The same sounds under the next label: whoever learns the training part gets these wrong. */
const relabelled = (data: Parts): Parts => ({
  ...data,
  validation: data.train.map((clip) => ({ ...clip, labels: clip.labels.map((label) => (label + 1) % CLASSES) })),
});

interface Told {
  readonly steps: StepPoint[];
  readonly epochs: { readonly point: EpochPoint; readonly best: boolean; readonly theta: number[] }[];
}

interface Run {
  readonly t: Trainee;
  readonly told: Told;
  readonly settings: ExampleSettings;
  /** What was held when the run began: the model, and nothing of the run. */
  readonly before: Held;
  readonly outcome: Promise<RunOutcome>;
}

function run(
  config: RunConfig,
  data: Parts,
  control: RunControl = createRunControl(false, () => undefined),
  hooks: Partial<RunListener> = {},
): Run {
  const t = createTrainee(tinyBackbone(), config, CLASSES, null);
  const settings = { config, classes: CLASSES, ...normalisationOf(data.train, config) };
  const told: Told = { steps: [], epochs: [] };
  const listener: RunListener = {
    steps(points) {
      told.steps.push(...points);
      hooks.steps?.(points);
    },
    stepped: () => hooks.stepped?.(0),
    epoch(point, best) {
      told.epochs.push({ point, best, theta: valuesOf(t) });
      hooks.epoch?.(point, best);
    },
    evaluating: (done, total) => hooks.evaluating?.(done, total),
  };
  void t.trained; // the views are there before and after
  const before = held();
  return { t, told, settings, before, outcome: train(t, config, runDataOf(data), settings, control, listener) };
}

/** An evaluation of clips that are at hand. */
const evaluate = (
  t: Trainee,
  clips: readonly TrainingClip[],
  settings: ExampleSettings,
  batch: number,
  goOn: (done: number) => Promise<boolean> = async () => true,
) => {
  const runClips = clips.map(({ labels }, i) => ({ id: `${i}`, labels }));
  return evaluateClips(currentModel(t), runClips, clips, settings, { loss: 'ce', batch }, goOn);
};

function valuesOf(t: Trainee): number[] {
  const theta = thetaOf(t.state);
  const values = [...theta.dataSync()];
  theta.dispose();
  return values;
}

describe('a run', () => {
  it('learns, and tells of every step and epoch', async () => {
    const { t, told, outcome } = run({ ...CONFIG, learningRate: 5e-2, epochs: 6 }, tinyData());
    expect((await outcome).outcome).toBe('finished');
    const steps = Array.from({ length: 18 }, (_, i) => i + 1);
    expect(told.steps.map(({ step }) => step)).toEqual(steps);
    expect(told.steps.map(({ epoch }) => epoch)).toBeAllClose(steps.map((step) => step / 3));
    for (const { layers } of told.steps) {
      expect([layers?.gradient.length, layers?.update.length]).toEqual([TINY.depth, TINY.depth]);
      for (const norm of [...(layers?.gradient ?? []), ...(layers?.update ?? [])]) expect(norm).toBeGreaterThan(0);
    }
    expect(told.epochs.map(({ point }) => point.epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(told.epochs.map(({ point }) => point.step)).toEqual([3, 6, 9, 12, 15, 18]);
    const [first, last] = [told.epochs[0]?.point, told.epochs.at(-1)?.point];
    expect(last?.trainLoss).toBeLessThan((first?.trainLoss ?? NaN) / 2);
    expect(last?.loss).toBeLessThan((first?.loss ?? NaN) / 1.5);
    expect(last?.top1).toBeGreaterThan(first?.top1 ?? NaN);
    expect(last?.mAP).toBeGreaterThan(0.9);
    t.dispose();
  });

  it('gives an epoch the mean of its clips, a smaller last batch weighing less', async () => {
    const { t, told, outcome } = run({ ...CONFIG, epochs: 1 }, tinyData());
    await outcome;
    const clips = [4, 4, 2];
    const mean = (of: 'loss' | 'accuracy') =>
      told.steps.reduce((sum, point, i) => sum + point[of] * (clips[i] ?? NaN), 0) / 10;
    expect([told.epochs[0]?.point.trainLoss, told.epochs[0]?.point.trainTop1]).toBeAllClose([
      mean('loss'),
      mean('accuracy'),
    ]);
    t.dispose();
  });

  it('follows the schedule by step', async () => {
    const { t, told, outcome } = run({ ...CONFIG, schedule: 'cosine' }, tinyData());
    await outcome;
    const expected = Array.from({ length: 6 }, (_, i) => CONFIG.learningRate * SCHEDULES.cosine.factor(i / 3, 2));
    expect(told.steps.map(({ learningRate }) => learningRate)).toBeAllClose(expected);
    t.dispose();
  });

  it('gives the same losses and weights bit by bit from the same seed, and others from another', async () => {
    const config = { ...CONFIG, specAugment: { frequency: 20, time: 20 }, noise: true };
    const outcomes = [];
    for (const seed of [1, 1, 2]) {
      const { t, told, outcome } = run({ ...config, seed }, tinyData());
      await outcome;
      outcomes.push({ losses: told.steps.map(({ loss }) => loss), theta: valuesOf(t) });
      t.dispose();
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(outcomes[2]?.losses).not.toEqual(outcomes[0]?.losses);
  });

  it('gives the same losses in micro-batches, and with layers made anew, but for rounding', async () => {
    const losses = [];
    for (const patch of [{}, { microBatch: 3, segment: 1 }, { microBatch: 1 }]) {
      const { t, told, outcome } = run({ ...CONFIG, learningRate: 5e-2, ...patch }, tinyData());
      await outcome;
      losses.push({
        steps: told.steps.map(({ loss }) => loss),
        validation: told.epochs.map(({ point }) => point.loss),
      });
      t.dispose();
    }
    const [whole, ...others] = losses;
    for (const other of others) {
      expect(other.steps).toBeAllClose(whole?.steps ?? [], { relative: 1e-5 });
      expect(other.validation).toBeAllClose(whole?.validation ?? [], { relative: 1e-5 });
    }
  });

  it('evaluates the test part with the best epoch, where there is one', async () => {
    const data = { ...tinyData(), test: tinyClips(5, CLASSES, 3) };
    const { t, settings, outcome } = run(CONFIG, data);
    const { test } = await outcome;
    const again = await evaluate(t, data.test, settings, 4);
    expect(test?.logits).toHaveLength(5);
    expect(test).toEqual(again);
    t.dispose();
  });
});

describe('memory', () => {
  it('is flat over epochs, and back to where it was after the run', async () => {
    const seen: Held[] = [];
    const hooks = { evaluating: (done: number) => void (done === 4 && seen.push(held())) };
    const { t, before, outcome } = run({ ...CONFIG, epochs: 5 }, tinyData(), undefined, hooks);
    await outcome;
    expect(seen).toHaveLength(5);
    // From the second epoch on, the best one so far is kept beside the current one.
    for (const later of seen.slice(2)) expect(later).toEqual(seen[1]);
    void t.trained;
    expect(held()).toEqual(before);
    t.dispose();
  });
});

describe('the best epoch', () => {
  it('is what is left after a run that gets worse', async () => {
    const data = relabelled(tinyData());
    const { t, told, settings, outcome } = run({ ...CONFIG, learningRate: 5e-2, epochs: 4 }, data);
    const { best, validation } = await outcome;
    expect(told.epochs.map((epoch) => epoch.best)).toEqual([true, false, false, false]);
    expect(told.epochs[3]?.point.loss).toBeGreaterThan(told.epochs[0]?.point.loss ?? NaN);
    expect(best).toMatchObject({ epoch: 1, top1: told.epochs[0]?.point.top1 });
    expect(valuesOf(t)).toEqual(told.epochs[0]?.theta);
    expect(valuesOf(t)).not.toEqual(told.epochs[3]?.theta);
    const again = await evaluate(t, data.validation, settings, 4);
    expect(again).toEqual(validation);
    t.dispose();
  });

  it('is the last of a run that only gets better', async () => {
    const { t, told, outcome } = run({ ...CONFIG, epochs: 3 }, tinyData());
    const { best } = await outcome;
    const last = told.epochs.findLast((epoch) => epoch.best);
    expect(best?.epoch).toBe(last?.point.epoch);
    expect(best?.top1).toBe(Math.max(...told.epochs.map(({ point }) => point.top1)));
    expect(valuesOf(t)).toEqual(last?.theta);
    t.dispose();
  });
});

const soon = () => new Promise((resolve) => setTimeout(resolve, 60));

/** Waits until the run has told of so many steps. */
async function stepsTold({ told }: Run, count: number): Promise<void> {
  for (let i = 0; i < 200 && told.steps.length < count; i++) await soon();
}

describe('steering', () => {
  it('waits while paused, takes single steps, goes on, and stops', async () => {
    const control = createRunControl(true, () => undefined);
    const started = run({ ...CONFIG, epochs: 50 }, tinyData(), control);
    const fresh = valuesOf(started.t);
    await soon();
    expect(started.told.steps).toEqual([]);
    expect(valuesOf(started.t)).toEqual(fresh);
    for (const count of [1, 2]) {
      control.step();
      await stepsTold(started, count);
      await soon();
      expect(started.told.steps).toHaveLength(count);
    }
    control.resume();
    await stepsTold(started, 5);
    control.stop();
    const { outcome, test } = await started.outcome;
    expect([outcome, test]).toEqual(['stopped', null]);
    const steps = started.told.steps.length;
    expect(steps).toBeGreaterThanOrEqual(5);
    expect(steps).toBeLessThan(150);
    await soon();
    expect(started.told.steps).toHaveLength(steps);
    started.t.dispose();
  });

  it('keeps the last step of a run stopped within its first epoch', async () => {
    const control = createRunControl(true, () => undefined);
    const started = run(CONFIG, tinyData(), control);
    const fresh = valuesOf(started.t);
    control.step();
    await stepsTold(started, 1);
    const stepped = valuesOf(started.t);
    control.stop();
    expect(await started.outcome).toEqual({ outcome: 'stopped', best: null, validation: null, test: null });
    expect(stepped).not.toEqual(fresh);
    expect(valuesOf(started.t)).toEqual(stepped);
    started.t.dispose();
  });

  it('gives the same losses with pauses as without', async () => {
    const control = createRunControl(true, () => undefined);
    const stepped = run(CONFIG, tinyData(), control);
    for (let i = 1; i <= 3; i++) {
      control.step();
      await stepsTold(stepped, i);
    }
    control.resume();
    await stepped.outcome;
    const straight = run(CONFIG, tinyData());
    await straight.outcome;
    expect(stepped.told.steps.map(({ loss }) => loss)).toEqual(straight.told.steps.map(({ loss }) => loss));
    stepped.t.dispose();
    straight.t.dispose();
  });
});

describe('a loss that is not a number', () => {
  it('promise 45: ends the run with a problem, and the best epoch before it stays', async () => {
    const data = tinyData();
    const spoil = () => data.train.forEach(({ features }) => features.data.fill(NaN));
    const { t, told, outcome } = run({ ...CONFIG, epochs: 3 }, data, undefined, { epoch: spoil });
    const problem = await problemFrom(() => outcome);
    expect(problem).toMatchObject({ code: 'training.not-finite', severity: 'error', subject: 'Step 4' });
    expect(told.epochs).toHaveLength(1);
    expect(valuesOf(t)).toEqual(told.epochs[0]?.theta);
    expect(valuesOf(t).every(Number.isFinite)).toBe(true);
    t.dispose();
  });

  it('promise 45: within the first epoch stops the run before the update: the weights are those of the step before', async () => {
    const control = createRunControl(true, () => undefined);
    const before = run(CONFIG, tinyData(), control);
    for (let i = 1; i <= 2; i++) {
      control.step();
      await stepsTold(before, i);
    }
    const twoSteps = valuesOf(before.t);
    control.stop();
    await before.outcome;

    // The same run, of whose third batch one clip gives no number: the steps after it are made before it is heard of.
    const third = createRunControl(true, () => undefined);
    const data = tinyData();
    const spoiled = run(CONFIG, data, third);
    for (let i = 1; i <= 2; i++) {
      third.step();
      await stepsTold(spoiled, i);
    }
    data.train.forEach(({ features }) => features.data.fill(NaN));
    third.resume();
    const problem = await problemFrom(() => spoiled.outcome);
    expect(problem).toMatchObject({ code: 'training.not-finite', subject: 'Step 3' });
    expect(problem.cause).toContain('before the update');
    expect(valuesOf(spoiled.t)).toEqual(twoSteps);
    for (const { t } of [before, spoiled]) t.dispose();
  });

  it('leaves no tensors behind', async () => {
    const data = tinyData();
    const { t, before, outcome } = run({ ...CONFIG, epochs: 3 }, data, undefined, {
      epoch: () => data.train.forEach(({ features }) => features.data.fill(NaN)),
    });
    await problemFrom(() => outcome);
    void t.trained;
    expect(held()).toEqual(before);
    t.dispose();
  });
});

describe('evaluateClips', () => {
  it('gives the same numbers whatever the batch, and the loss of its logits', async () => {
    const t = createTrainee(tinyBackbone(), CONFIG, CLASSES, null);
    const clips = tinyClips(7, CLASSES, 4);
    const settings = { config: CONFIG, classes: CLASSES, mean: -5, std: 2 };
    const all = [];
    for (const batch of [1, 3, 7, 16]) all.push(await evaluate(t, clips, settings, batch));
    const [first] = all;
    for (const one of all) {
      expect(one?.logits.flatMap((row) => [...row])).toBeAllClose(first?.logits.flatMap((row) => [...row]) ?? []);
      expect([one?.loss, one?.top1, one?.mAP]).toBeAllClose([
        first?.loss ?? NaN,
        first?.top1 ?? NaN,
        first?.mAP ?? NaN,
      ]);
    }
    const right = clips.filter((clip, i) => {
      const row = [...(first?.logits[i] ?? [])];
      return row.indexOf(Math.max(...row)) === clip.labels[0];
    });
    expect(first?.top1).toBeCloseTo(right.length / 7, 12);
    t.dispose();
  });

  it('ends early, with nothing, where it is told to', async () => {
    const t = createTrainee(tinyBackbone(), CONFIG, CLASSES, null);
    const settings = { config: CONFIG, classes: CLASSES, mean: -5, std: 2 };
    const done: number[] = [];
    void t.trained; // made when first asked for
    const before = held();
    const goOn = async (count: number) => done.push(count) < 2;
    expect(await evaluate(t, tinyClips(9, CLASSES, 4), settings, 2, goOn)).toBeNull();
    expect(done).toEqual([2, 4]);
    expect(held()).toEqual(before);
    t.dispose();
  });
});
