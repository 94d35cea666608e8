import { describe, expect, it } from 'vitest';
import { historyOf } from '../../tests/numeric/runRecords';
import { savedRun } from '../../tests/numeric/savedRuns';
import { fakeFolder } from '../../tests/weights/fakeFolder';
import type { SavedRun } from '../checkpoints/savedRun';
import { createOpfsSlots } from '../checkpoints/slotFolder';
import { createCheckpointStore } from '../checkpoints/slots';
import { MOST_STEPS } from '../training/history';
import { createRunKeeping } from './runKeeping';

const IDENTITY = {} as SavedRun['identity'];
const POSITION: SavedRun['position'] = {
  step: 1,
  seconds: 1,
  epochSteps: [],
  packed: new Float32Array(3),
  kept: null,
};

/** A store in memory, and the bytes that each writing of a run took. */
function countingStore() {
  const slots = createOpfsSlots(fakeFolder().handle);
  const written: number[] = [];
  const store = createCheckpointStore({
    ...slots,
    async write(name, content) {
      if (name.endsWith('.safetensors')) written.push(content.length);
      await slots.write(name, content);
    },
  });
  return { store, written };
}

describe('a run being kept', () => {
  it('holds no more than so many steps, however long it lasts', async () => {
    const saved: SavedRun[] = [];
    const keeping = createRunKeeping({
      store: { save: async (run) => void saved.push(run) },
      identity: IDENTITY,
      from: null,
      facts: { normalisation: { mean: 0, std: 1 }, stepsPerEpoch: 10 },
      told: { kept: () => undefined, failed: () => undefined },
    });
    const steps = historyOf(3 * MOST_STEPS);
    const piece = MOST_STEPS / 4;
    for (let i = 0; i < steps.length; i += piece) {
      keeping.steps(steps.slice(i, i + piece));
      await keeping.keep(POSITION);
    }
    expect(saved).toHaveLength(12);
    expect(Math.max(...saved.map((run) => run.steps.length))).toBeLessThanOrEqual(2 * MOST_STEPS);
    expect(saved.at(-1)?.steps.at(-1)).toBe(steps.at(-1));
    expect(saved.at(-1)?.steps[0]).toBe(steps[0]);
  });

  it('writes of many short epochs, in all, a bounded number of times what the last of them writes', async () => {
    const { store, written } = countingStore();
    const start = savedRun();
    let time = 0;
    const keeping = createRunKeeping({
      store,
      identity: start.identity,
      from: null,
      facts: { normalisation: start.normalisation, stepsPerEpoch: 4 },
      told: { kept: () => undefined, failed: () => undefined },
      now: () => time,
    });
    const steps = historyOf(4000, 12);
    const keptAt: number[] = [];
    const made = (from: number, to: number) => keeping.steps(steps.slice(from, to));
    for (let step = 4; step <= steps.length; step += 4) {
      made(step - 4, step);
      expect(keeping.due('step')).toBe(false);
      if (!keeping.due('epoch')) continue;
      await keeping.keep({ ...start.position, step });
      keptAt.push(step);
    }
    expect(keptAt.slice(0, 250), 'each epoch at first').toEqual(Array.from({ length: 250 }, (_, i) => 4 * (i + 1)));
    for (const [i, step] of keptAt.entries())
      expect(step - (keptAt[i - 1] ?? 0), 'steps that a crash may cost').toBeLessThanOrEqual(4 + step / 32);
    const later = written.slice(250).reduce((sum, bytes) => sum + bytes, 0);
    const last = written.at(-1) ?? 0;
    expect(later).toBeLessThan(34 * last);
    expect(written.length, 'of 1,000 epochs').toBeLessThan(300);
    expect((await store.find()).run?.steps.at(-1)?.step).toBe(keptAt.at(-1));

    made(0, 4);
    expect(keeping.due('epoch')).toBe(false);
    time = 60_001;
    expect(keeping.due('step'), 'after a minute').toBe(true);
    expect(keeping.due('epoch')).toBe(true);
  });
});
