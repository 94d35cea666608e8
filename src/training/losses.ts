/** The losses, as data for people; what computes them is in objectives.ts. */
interface Loss {
  readonly title: string;
  /** Scores in [0, 1] from one clip's logits, for people to read. */
  readonly scores: (logits: readonly number[]) => number[];
}

export const LOSSES = {
  ce: {
    title: 'Cross entropy',
    scores: (logits) => {
      const top = Math.max(...logits);
      const exps = logits.map((z) => Math.exp(z - top));
      const sum = exps.reduce((a, b) => a + b, 0);
      return exps.map((e) => e / sum);
    },
  },
  bce: {
    title: 'Binary cross entropy',
    scores: (logits) => logits.map((z) => 1 / (1 + Math.exp(-z))),
  },
} as const satisfies Record<string, Loss>;

export type LossName = keyof typeof LOSSES;
