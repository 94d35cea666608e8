/** Learning-rate factor at an epoch (0-based, may be fractional) of a run of `epochs`. */
interface Schedule {
  readonly title: string;
  readonly factor: (epoch: number, epochs: number) => number;
}

export const SCHEDULES = {
  constant: { title: 'Constant', factor: () => 1 },
  /** AST: x 0.85 an epoch from epoch 5 on (MultiStepLR over range(5, 26), counted as AST's 1-based epochs do). */
  step: { title: '× 0.85 an epoch from epoch 5', factor: (epoch) => 0.85 ** Math.max(0, Math.floor(epoch) - 4) },
  /** Half a cosine from 1 to 0 over the run, by step. */
  cosine: { title: 'Cosine to zero', factor: (epoch, epochs) => 0.5 * (1 + Math.cos((Math.PI * epoch) / epochs)) },
} as const satisfies Record<string, Schedule>;

export type ScheduleName = keyof typeof SCHEDULES;
