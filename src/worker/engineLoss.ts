import type { Problem } from '../core/problem';

/** Problems after which an engine, and whatever it holds, is of no more use. */
const LOSSES = ['gpu.lost', 'gpu.memory', 'gpu.error', 'engine.died', 'engine.hung'] as const;

export type EngineLoss = (typeof LOSSES)[number];

/** Which of them a problem is; null for any other. */
export function engineLossOf({ code }: Pick<Problem, 'code'>): EngineLoss | null {
  return LOSSES.find((loss) => loss === code) ?? null;
}
