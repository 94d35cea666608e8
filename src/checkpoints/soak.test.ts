import { beforeAll, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { held, type Held } from '../../tests/numeric/leaks';
import { savedRun } from '../../tests/numeric/savedRuns';
import { planOf, TINY_RUN, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import { runDataOf, tinyClips } from '../../tests/numeric/tinyClips';
import { fakeFolder } from '../../tests/weights/fakeFolder';
import type { RunConfig } from '../training/config';
import { createRunControl } from '../training/control';
import type { RunPosition } from '../training/position';
import { normalisationOf } from '../training/statistics';
import { train } from '../training/train';
import { createTrainee } from '../training/trainee';
import { createOpfsSlots } from './slotFolder';
import { createCheckpointStore } from './slots';

beforeAll(startCpu);

/** A small soak with every test; `npm run soak` makes the long one. */
const STEPS = Number(process.env.LOAA_SOAK_STEPS ?? 60);
const CLASSES = 3;
const STEPS_PER_EPOCH = 3;
const CONFIG: RunConfig = {
  ...TINY_RUN,
  adapters: planOf('time', 'frequency'),
  epochs: Math.ceil(STEPS / STEPS_PER_EPOCH),
  schedule: 'cosine',
  specAugment: { frequency: 20, time: 20 },
};
const PARTS = { train: tinyClips(10, CLASSES, 1), validation: tinyClips(4, CLASSES, 2), test: [] };
/** Steps between two reloads, two losses of the device, and two checkpoints: none a multiple of an epoch, but for luck. */
const RELOAD_EVERY = Math.ceil(STEPS / 4);
const LOSS_EVERY = Math.ceil((STEPS * 3) / 20);
const KEEP_EVERY = 7;

class DeviceLost extends Error {}
class Reloaded extends Error {}

/** What ends a run after a step, where something does: the first time that it is made. */
function troubleAt(step: number, reached: number): Error | null {
  if (step <= reached || step >= STEPS) return null;
  if (step % RELOAD_EVERY === 0) return new Reloaded();
  return step % LOSS_EVERY === 0 ? new DeviceLost() : null;
}

it(`promises 46, 53: ${STEPS} steps through lost devices and reloads end as undisturbed, to the bit, and memory is flat`, async () => {
  const losses = new Map<number, number>();
  const counts = { lost: 0, reloaded: 0, again: 0 };
  const memory: Held[] = [];
  let reached = 0;

  /** From a position, or the beginning, until the end or trouble. What a run made is freed with it. */
  const part = async (from: RunPosition | null, isDisturbed: boolean, save: (p: RunPosition) => Promise<void>) => {
    const t = createTrainee(tinyBackbone(), CONFIG, CLASSES, null);
    let made = from?.step ?? 0;
    try {
      await train(
        t,
        CONFIG,
        runDataOf(PARTS),
        { config: CONFIG, classes: CLASSES, ...normalisationOf(PARTS.train, CONFIG) },
        createRunControl(false, () => undefined),
        {
          steps(points) {
            for (const { step, loss } of points) {
              if (losses.has(step)) expect(loss, `the loss of step ${step}, made again`).toBe(losses.get(step));
              losses.set(step, loss);
              if (step <= reached) counts.again++;
              made = step;
              const trouble = isDisturbed ? troubleAt(step, reached) : null;
              reached = Math.max(reached, step);
              if (trouble) throw trouble;
            }
          },
          stepped: () => undefined,
          epoch: () => undefined,
          evaluating: () => undefined,
        },
        { from, checkpoints: { due: (where) => where === 'epoch' || made % KEEP_EVERY === 0, keep: save } },
      );
      return { packed: t.state.packed.dataSync().slice() as Float32Array, trouble: null };
    } catch (trouble) {
      if (!(trouble instanceof DeviceLost) && !(trouble instanceof Reloaded)) throw trouble;
      return { packed: null, trouble };
    } finally {
      t.dispose();
    }
  };

  const before = held();
  const undisturbed = await part(null, false, async () => undefined);
  expect(held()).toEqual(before);
  const steps = losses.size;
  reached = 0;

  const folder = fakeFolder();
  // Each page opens the folder for itself.
  const store = () => createCheckpointStore(createOpfsSlots(folder.handle));
  let from: RunPosition | null = null;
  let end: Float32Array | null = null;
  const began = performance.now();
  while (!end) {
    const own = store();
    const { packed, trouble } = await part(from, true, (position) => own.save({ ...savedRun(), position }));
    memory.push(held());
    if (trouble instanceof DeviceLost) counts.lost++;
    if (trouble instanceof Reloaded) counts.reloaded++;
    end = packed;
    from = (await store().find()).run?.position ?? null;
  }
  expect(end).toEqual(undisturbed.packed);
  expect(losses.size).toBe(steps);
  for (const after of memory) expect(after).toEqual(before);
  expect(counts).toMatchObject({ lost: expect.any(Number), reloaded: expect.any(Number) });
  expect(Math.min(counts.lost, counts.reloaded)).toBeGreaterThan(2);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.info(
    `${steps} steps, ${counts.lost} lost devices, ${counts.reloaded} reloads, ${counts.again} steps made again, ${seconds} s; ` +
      `the same ${end.length / 3} weights to the bit; ${before.tensors} tensors and ${before.bytes} bytes before and after each part`,
  );
}, 3_600_000);
