import { fail } from '../core/problem';

/** The losses, as data for people; what computes them is in objectives.ts. */
interface Loss {
  readonly title: string;
  /** Scores in [0, 1] from one clip's logits, for people to read. */
  readonly scores: (logits: readonly number[]) => number[];
  /** Logits that have these scores: the other way round, finite also for scores of 0 and 1. */
  readonly logits: (scores: readonly number[]) => number[];
}

/** Nearest to 0 that a score counts as where its logarithm is taken: 1e-30 is far below what float32 logits tell apart. */
const LEAST = 1e-30;
/** Nearest to 1, in float64. */
const MOST = 1 - 2 ** -52;

export const LOSSES = {
  ce: {
    title: 'Cross entropy',
    scores: (logits) => {
      const top = Math.max(...logits);
      const exps = logits.map((z) => Math.exp(z - top));
      const sum = exps.reduce((a, b) => a + b, 0);
      return exps.map((e) => e / sum);
    },
    logits: (scores) => scores.map((score) => Math.log(Math.max(LEAST, score))),
  },
  bce: {
    title: 'Binary cross entropy',
    scores: (logits) => logits.map((z) => 1 / (1 + Math.exp(-z))),
    logits: (scores) =>
      scores.map((score) => {
        const inside = Math.min(MOST, Math.max(LEAST, score));
        return Math.log(inside / (1 - inside));
      }),
  },
} as const satisfies Record<string, Loss>;

export type LossName = keyof typeof LOSSES;

/**
 * Cross entropy asks for exactly one class a clip.
 * @throws ProblemError naming what has several classes, or none, with the loss to choose
 */
export function checkLabels(loss: LossName, subject: string, isOneEach: boolean): void {
  if (loss !== 'ce' || isOneEach) return;
  fail(
    'training.one-label',
    subject,
    'may have several classes at once, or none, and cross entropy asks for exactly one.',
    'Choose binary cross entropy: the recipe "Several labels a clip".',
  );
}
