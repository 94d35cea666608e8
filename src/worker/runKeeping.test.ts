import { describe, expect, it } from 'vitest';
import { historyOf } from '../../tests/numeric/runRecords';
import type { SavedRun } from '../checkpoints/savedRun';
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
});
