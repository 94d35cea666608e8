import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { BASE, CLASSES, clipsOf, engineWithClips, requestOf, signal } from '../../tests/numeric/engineWithClips';
import { problemFrom } from '../../tests/weights/checkpoints';
import { featuresOf, FRONT_ENDS } from '../audio/frontEnds';
import { fail } from '../core/problem';
import { RECIPES, type RunConfig } from '../training/config';
import { LOSSES } from '../training/losses';
import { bytesOf } from './clipStore';
import type { StoredClip } from './protocol';

beforeAll(startCpu);

/** Every kind of draw: mixtures, masks, noise. */
const MIXED: RunConfig = { ...BASE, mixup: 0.6, noise: true, loss: 'bce' };
/** EPIC-SOUNDS' recipe on clips of a few windows. */
const EPIC: RunConfig = { ...BASE, ...RECIPES['epic-sounds'].settings, frames: 32, epochs: 2, batch: 4 };

const never = () => new Promise<never>(() => undefined);

const numbersOf = async (config: RunConfig, budget: number, labels?: (i: number) => readonly number[]) => {
  const { engine, start, steps, events, wanted, refused } = await engineWithClips(config.frontEnd, budget);
  const { seconds: _, ...report } = await start(requestOf(config, labels));
  const epochs = events.flatMap((event) => (event.type === 'run.epoch' ? [event.point] : []));
  const predictions = await engine['run.predictions'](null, signal);
  const losses = steps().map(({ loss, accuracy, learningRate }) => [loss, accuracy, learningRate]);
  return { numbers: { losses, epochs, report, predictions }, wanted, refused };
};

describe.each([
  ['plain', BASE],
  ['mixup, masks and noise', MIXED],
  ["EPIC-SOUNDS' windows", EPIC],
] as const)('a run with %s', (_, config) => {
  it('is bit for bit the same with nearly nothing held as with everything', async () => {
    const whole = await numbersOf(config, Infinity);
    expect([whole.wanted, whole.refused]).toEqual([[], []]);
    const room = 3 * bytesOf(clipsOf(config.frontEnd)[0] as StoredClip);
    const streamed = await numbersOf(config, room);
    const held = clipsOf(config.frontEnd).filter(({ id }) => !streamed.refused.includes(id));
    expect(held.length).toBeGreaterThan(0);
    expect(held.length).toBeLessThan(4);
    expect(held.reduce((sum, clip) => sum + bytesOf(clip), 0)).toBeLessThanOrEqual(room);
    expect(new Set(streamed.wanted)).toEqual(new Set(streamed.refused));
    expect(streamed.numbers).toEqual(whole.numbers);
    expect(streamed.numbers.losses).toHaveLength(4);
  });
});

describe('statistics that the settings give', () => {
  it('are used, without a pass over the training part', async () => {
    const given = { ...BASE, normalisation: { mean: -5, std: 4 }, epochs: 1 };
    const { numbers, wanted } = await numbersOf(given, 0);
    expect([numbers.report.mean, numbers.report.std]).toEqual([-5, 4]);
    expect(wanted.filter((id) => id === 'c0')).toHaveLength(1);
  });
});

describe('a run with windows', () => {
  it('repeats with its seed, and cuts elsewhere with another', async () => {
    const [first, again, other] = [
      await numbersOf(EPIC, Infinity),
      await numbersOf(EPIC, Infinity),
      await numbersOf({ ...EPIC, seed: 2 }, Infinity),
    ];
    expect(again.numbers).toEqual(first.numbers);
    expect(other.numbers.losses).not.toEqual(first.numbers.losses);
  });

  it('trains by its learning rate with its weight decay', async () => {
    const decay = await numbersOf({ ...EPIC, learningRate: 1e-2, weightDecay: 10 }, Infinity);
    const none = await numbersOf({ ...EPIC, learningRate: 1e-2, weightDecay: 0 }, Infinity);
    expect(decay.numbers.losses[0]).toEqual(none.numbers.losses[0]);
    expect(decay.numbers.losses.at(-1)).not.toEqual(none.numbers.losses.at(-1));
    const rates = decay.numbers.losses.map(([, , rate]) => rate ?? NaN);
    const start = 1e-6;
    rates.forEach((rate, i) => expect(rate).toBeCloseTo(start + ((1e-2 - start) * i) / 4, 12));
  });
});

describe('clips of several classes', () => {
  const several = (i: number) => (i % 4 === 0 ? [] : i % 4 === 1 ? [0, 2] : [i % 3]);

  it('are trained on with binary cross entropy, mixed too', async () => {
    const { numbers } = await numbersOf({ ...MIXED, learningRate: 1e-2 }, Infinity, several);
    expect(numbers.losses.flat().every(Number.isFinite)).toBe(true);
    const predictions = numbers.predictions.flatMap((part) => part.predictions);
    expect(predictions.map(({ labels }) => labels)).toEqual([7, 8, 9, 10, 11].map(several));
    expect(numbers.report.test?.averagePrecision).toHaveLength(3);
  });

  it('are refused with cross entropy, with the cure', async () => {
    const { start } = await engineWithClips('ast', Infinity);
    const problem = await problemFrom(() => start(requestOf(BASE, several)));
    expect(problem).toMatchObject({ code: 'training.one-label', subject: 'c0' });
    expect(problem.cure).toContain('binary cross entropy');
  });
});

describe('a prediction', () => {
  it.each(['ce', 'bce'] as const)('averages the %s scores of single windows', async (loss) => {
    const { engine, start, clips } = await engineWithClips('epic', Infinity);
    await start(requestOf({ ...EPIC, loss }));
    const { wave } = clips[4] as StoredClip;
    if (!wave) throw new Error('no wave');
    const size = FRONT_ENDS.epic.samplesFor(EPIC.frames);
    const delta = wave.length - size;
    const scoresOf = async (part: Float32Array) => {
      const scores = await engine.predict({ features: featuresOf(FRONT_ENDS.epic, part), wave: part }, signal);
      return new Map(scores.map(({ label, score }) => [label, score]));
    };
    const pooled = await scoresOf(wave);
    const starts = [0, 1, 2, 3, 4].map((i) => Math.floor((i * delta) / 4));
    expect(new Set(starts).size).toBe(5);
    const single = await Promise.all(starts.map((at) => scoresOf(wave.slice(at, at + size))));
    for (const label of CLASSES) {
      const mean = single.reduce((sum, scores) => sum + (scores.get(label) ?? NaN), 0) / 5;
      expect(Math.abs((pooled.get(label) ?? NaN) - mean)).toBeLessThan(1e-6);
    }
    expect(new Set(single.map((scores) => scores.get('a'))).size).toBeGreaterThan(1);
  });

  it('hops over a long recording to its end', async () => {
    const { engine, start, clips } = await engineWithClips('epic', Infinity);
    await start(requestOf({ ...EPIC, crop: 'start', views: 1, hop: 20 }));
    const quiet = clips[4] as StoredClip;
    const loud = { ...quiet, wave: quiet.wave?.map((value, i, all) => (i > all.length - 50 ? 9 : value)) ?? null };
    expect(await engine.predict(loud, signal)).not.toEqual(await engine.predict(quiet, signal));
  });
});

describe('waiting for clips', () => {
  it('stops at once in the pass for mean and deviation: nothing was begun', async () => {
    const { engine, start, events } = await engineWithClips('ast', 0, never);
    const run = start(requestOf(BASE)).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await engine['run.stop'](null, signal);
    expect(await run).toMatchObject({ name: 'AbortError' });
    expect(events.some(({ type }) => type === 'run.ready')).toBe(false);
    await expect(engine['clips.clear'](null, signal)).resolves.toBeNull();
  });

  it('stops at once in the middle of a batch, and says that it is paused', async () => {
    let stuck = false;
    const given = { ...BASE, normalisation: { mean: -5, std: 4 }, epochs: 50 };
    const fetched: (() => void)[] = [];
    const { engine, start, events, steps } = await engineWithClips('ast', 0, (clip) =>
      stuck ? new Promise((resolve) => fetched.push(() => resolve(clip))) : Promise.resolve(clip),
    );
    const run = start(requestOf(given));
    while (steps().length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    stuck = true;
    while (fetched.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await engine['run.pause'](null, signal);
    for (const go of fetched.splice(0)) go();
    const paused = () => events.some((event) => event.type === 'run.state' && event.state === 'paused');
    for (let i = 0; i < 200 && !paused(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(paused()).toBe(true);
    await engine['run.resume'](null, signal);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await engine['run.stop'](null, signal);
    expect((await run).outcome).toBe('stopped');
  });

  it('ends with the name of a clip that is gone, and keeps the best epoch', async () => {
    let gone = false;
    const { engine, start, events } = await engineWithClips('ast', 0, async (clip) =>
      gone ? fail('files.gone', `${clip.id}.wav`, 'is not there any more.', 'Plug the drive in again.') : clip,
    );
    const run = start(requestOf({ ...BASE, epochs: 50 }));
    const refusal = problemFrom(() => run);
    while (!events.some(({ type }) => type === 'run.epoch')) await new Promise((resolve) => setTimeout(resolve, 5));
    gone = true;
    const problem = await refusal;
    expect(problem.code).toBe('files.gone');
    expect(problem.subject).toMatch(/^c\d+\.wav$/);
    expect((await engine['adapter.export'](null, signal)).config.best?.epoch).toBeGreaterThanOrEqual(1);
  });

  it('fetches a clip that is looked at', async () => {
    const { engine, wanted, clips } = await engineWithClips('ast', 0);
    const features = await engine['clips.features']({ id: 'c7', frontEnd: 'ast' }, signal);
    expect(features).toEqual(clips[7]?.features);
    expect(wanted).toEqual(['c7']);
  });
});

describe('scores and logits', () => {
  it.each(['ce', 'bce'] as const)('of %s are inverse to each other, and finite at the ends', (loss) => {
    const { scores, logits } = LOSSES[loss];
    const some = scores([1.5, -2, 0.25]);
    scores(logits(some)).forEach((score, c) => expect(score).toBeCloseTo(some[c] ?? NaN, 12));
    expect(logits([0, 1, 0]).every(Number.isFinite)).toBe(true);
    expect(logits([NaN])[0]).toBeNaN();
  });
});
