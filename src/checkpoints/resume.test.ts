import { beforeAll, describe, expect, it } from 'vitest';
import { readSavedRun, writeSavedRun } from './savedRunFile';
import { startCpu } from '../../tests/numeric/cpu';
import { EVERY_METHOD, METHOD_NAMES } from '../../tests/numeric/everyMethod';
import { held } from '../../tests/numeric/leaks';
import { savedRun } from '../../tests/numeric/savedRuns';
import { normals } from '../../tests/numeric/random';
import { planOf, TINY_RUN, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import { runDataOf, tinyClips } from '../../tests/numeric/tinyClips';
import type { RunConfig } from '../training/config';
import { createRunControl } from '../training/control';
import type { RunPosition } from '../training/position';
import { normalisationOf } from '../training/statistics';
import { train, type EpochPoint, type StepPoint } from '../training/train';
import { createTrainee } from '../training/trainee';

beforeAll(startCpu);

const CLASSES = 3;
const STEPS_PER_EPOCH = 3;
/** A validation part under other labels than the training part's, so that an early epoch stays the best. */
const PARTS = {
  train: tinyClips(10, CLASSES, 1).map((clip, i) => ({ ...clip, wave: normals(15_600, i + 1, 0.1) })),
  validation: tinyClips(6, CLASSES, 1).map((clip) => ({
    ...clip,
    labels: clip.labels.map((label) => (label + 1) % 3),
  })),
  test: tinyClips(4, CLASSES, 3),
};
const PLAIN: RunConfig = { ...TINY_RUN, adapters: planOf('time', null), epochs: 3 };
/** Every kind of draw: mixtures, masks, noise; and another optimiser, schedule and passage. */
const DRAWN: RunConfig = {
  ...PLAIN,
  loss: 'bce',
  optimiser: 'adamw',
  schedule: 'cosine',
  mixup: 0.5,
  specAugment: { frequency: 20, time: 20 },
  noise: true,
  microBatch: 3,
  segment: 1,
};

interface Made {
  readonly steps: readonly Omit<StepPoint, 'seconds'>[];
  readonly epochs: readonly (EpochPoint & { readonly best: boolean })[];
  readonly packed: Float32Array;
  readonly outcome: object;
}

/** A run to its end, from its beginning or from a position, in a trainee of its own. */
async function made(
  config: RunConfig,
  from: RunPosition | null = null,
  take: ((position: RunPosition) => void) | null = null,
  activationBytes = 0,
): Promise<Made> {
  const t = createTrainee(tinyBackbone(), config, CLASSES, null);
  void t.trained; // the views are there before and after
  const before = held();
  const steps: Omit<StepPoint, 'seconds'>[] = [];
  const epochs: (EpochPoint & { best: boolean })[] = [];
  const checkpoints = take && { due: () => true, keep: async (position: RunPosition) => take(position) };
  const outcome = await train(
    t,
    config,
    runDataOf(PARTS),
    { config, classes: CLASSES, ...normalisationOf(PARTS.train, config) },
    createRunControl(false, () => undefined),
    {
      steps: (points) => steps.push(...points.map(({ seconds: _, ...point }) => point)),
      stepped: () => undefined,
      epoch: (point, best) => epochs.push({ ...point, best }),
      evaluating: () => undefined,
    },
    { activationBytes, from, checkpoints },
  );
  void t.trained;
  expect(held()).toEqual(before);
  const packed = t.state.packed.dataSync().slice() as Float32Array;
  t.dispose();
  return { steps, epochs, packed, outcome };
}

/** A position as the page that opens next reads it: from the bytes of a file. */
async function reopened(position: RunPosition): Promise<RunPosition> {
  const bytes = writeSavedRun({ ...savedRun(), position });
  return (await readSavedRun(new Blob([bytes]), 'The kept run')).position;
}

/** Keeps a run after every step, and goes on from each of these positions: all that follows must be the same to the bit. */
async function checkEveryPosition(config: RunConfig, activationBytes = 0): Promise<readonly RunPosition[]> {
  const undisturbed = await made(config, null, null, activationBytes);
  const positions: RunPosition[] = [];
  expect(await made(config, null, (position) => positions.push(position), activationBytes)).toEqual(undisturbed);
  expect(positions.map(({ step }) => step)).toEqual(undisturbed.steps.map(({ step }) => step));
  for (const position of positions) {
    const rest = await made(config, await reopened(position), null, activationBytes);
    expect(rest).toEqual({
      ...undisturbed,
      steps: undisturbed.steps.slice(position.step),
      epochs: undisturbed.epochs.slice(Math.floor(position.step / STEPS_PER_EPOCH)),
    });
  }
  return positions;
}

describe('a run that goes on from a checkpoint', () => {
  it.each([
    ['plainly', PLAIN, 0],
    ['with what frozen layers make held', { ...PLAIN, layers: [1] }, 1e9],
    ['with every kind of draw, in micro-batches', DRAWN, 0],
  ] as const)(
    'promises 53, 61: %s, ends as the undisturbed one to the bit, whichever step it was kept at',
    async (_, config, bytes) => {
      const positions = await checkEveryPosition(config, bytes);
      expect(positions).toHaveLength(3 * STEPS_PER_EPOCH);
    },
  );

  it('keeps the best epoch of before, where none after it is better', async () => {
    const positions = await checkEveryPosition({ ...PLAIN, learningRate: 5e-2 });
    const last = positions.at(-2);
    expect(last?.kept?.point.epoch).toBe(1);
    const { outcome } = await made({ ...PLAIN, learningRate: 5e-2 }, last ?? null);
    expect(outcome).toMatchObject({ best: { epoch: 1 } });
  });

  it.each(METHOD_NAMES)('goes on with %s as if undisturbed', async (method) => {
    const config: RunConfig = { ...PLAIN, ...EVERY_METHOD[method], method, epochs: 2 };
    const undisturbed = await made(config);
    const positions: RunPosition[] = [];
    await made(config, null, (position) => positions.push(position));
    const [, position] = positions;
    if (!position) throw new Error('no position');
    const { steps, packed, outcome } = await made(config, await reopened(position));
    expect({ steps, packed, outcome }).toEqual({
      steps: undisturbed.steps.slice(2),
      packed: undisturbed.packed,
      outcome: undisturbed.outcome,
    });
  });
});

describe('a run that pauses', () => {
  it('is kept at that step, once', async () => {
    const t = createTrainee(tinyBackbone(), PLAIN, CLASSES, null);
    const states: string[] = [];
    const control = createRunControl(true, (state) => states.push(state));
    const kept: number[] = [];
    const told: number[] = [];
    const run = train(
      t,
      PLAIN,
      runDataOf(PARTS),
      { config: PLAIN, classes: CLASSES, ...normalisationOf(PARTS.train, PLAIN) },
      control,
      {
        steps: (points) => told.push(...points.map(({ step }) => step)),
        stepped: () => undefined,
        epoch: () => undefined,
        evaluating: () => undefined,
      },
      { checkpoints: { due: (where) => where === 'epoch', keep: async ({ step }) => void kept.push(step) } },
    );
    const soon = () => new Promise((resolve) => setTimeout(resolve, 10));
    control.step();
    while (told.length < 1) await soon();
    await soon();
    expect(kept).toEqual([1]);
    control.resume();
    await run;
    expect(kept).toEqual([1, 3, 6, 9]);
    t.dispose();
  });
});
