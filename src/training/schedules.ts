/** Learning-rate factor at an epoch (0-based, may be fractional) of a run of `epochs` with the learning rate `rate`. */
interface Schedule {
  readonly title: string;
  readonly factor: (epoch: number, epochs: number, rate: number) => number;
}

/** EPIC-SOUNDS' schedule: the factor from each epoch on, and its warm-up. */
const EPIC_STEPS = [
  { from: 20, factor: 0.01 },
  { from: 10, factor: 0.05 },
] as const;
const EPIC_WARM_UP = { epochs: 2, from: 1e-6 } as const;

export const SCHEDULES = {
  constant: { title: 'Constant', factor: () => 1 },
  /** AST: x 0.85 an epoch from epoch 5 on (MultiStepLR over range(5, 26), counted as AST's 1-based epochs do). */
  step: { title: '× 0.85 an epoch from epoch 5', factor: (epoch) => 0.85 ** Math.max(0, Math.floor(epoch) - 4) },
  /** Half a cosine from 1 to 0 over the run, by step. */
  cosine: { title: 'Cosine to zero', factor: (epoch, epochs) => 0.5 * (1 + Math.cos((Math.PI * epoch) / epochs)) },
  /**
   * EPIC-SOUNDS: 1, then 0.05 from epoch 10 and 0.01 from epoch 20 on, after two epochs in which the rate itself rises by
   * step along a line from 1e-6. The epochs are the published ones, however many the run has: with fewer than eleven the
   * rate never falls. A rate below 1e-6 has nothing to rise from.
   * Source: epic-sounds-annotations, SSAST_b_vit_p16.yaml and slowfast/utils/lr_policy.py.
   */
  epic: {
    title: 'EPIC-SOUNDS: 2 epochs warm-up, × 0.05 at 10, × 0.01 at 20',
    factor: (epoch: number, _epochs: number, rate: number) => {
      if (epoch < EPIC_WARM_UP.epochs) {
        const start = Math.min(1, EPIC_WARM_UP.from / rate);
        return start + ((1 - start) * epoch) / EPIC_WARM_UP.epochs;
      }
      return EPIC_STEPS.find(({ from }) => epoch >= from)?.factor ?? 1;
    },
  },
} as const satisfies Record<string, Schedule>;

export type ScheduleName = keyof typeof SCHEDULES;
