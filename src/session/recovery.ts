import { warning, type Problem } from '../core/problem';
import type { RunState } from '../store/state';
import { engineLossOf, type EngineLoss } from '../worker/engineLoss';

/** What is to become of a run whose engine was lost: always on a new engine. */
export type Recovery =
  /** It goes on by itself, with at most so many clips at once where that is what helps; `note` is for the person. */
  | { readonly kind: 'go-on'; readonly mostAtOnce: number | null; readonly note: Problem }
  /** It ends with a problem, and is offered to go on with. */
  | { readonly kind: 'halt'; readonly problem: Problem };

type Interrupted = Pick<RunState, 'microBatch' | 'keptStep'>;

/** So many losses of the device within so long are no accident. */
const TOO_MANY = 3;
const WITHIN_MS = 600_000;

/** Decides what becomes of runs whose engine was lost. */
export function createRecovery(now: () => number = Date.now): {
  /** Null where the engine is as good as before. */
  after(problem: Problem, run: Interrupted): Recovery | null;
} {
  let losses: number[] = [];
  const decide: Readonly<Record<EngineLoss, (problem: Problem, run: Interrupted) => Recovery>> = {
    'gpu.lost': (problem, run) => {
      losses = [...losses.filter((at) => now() - at < WITHIN_MS), now()];
      if (losses.length < TOO_MANY) return goOn(problem, null, whereFrom(run));
      losses = [];
      return { kind: 'halt', problem: lostTooOften(problem) };
    },
    'gpu.memory': (problem, run) => {
      const half = Math.floor((run.microBatch ?? 1) / 2);
      if (half === 0) return { kind: 'halt', problem };
      return goOn(problem, half, `${whereFrom(run)}, with micro-batches of ${half} and the same batch`);
    },
    'gpu.error': halt,
    'engine.died': halt,
    'engine.hung': halt,
  };
  return {
    after(problem, run) {
      const loss = engineLossOf(problem);
      return loss && decide[loss](problem, run);
    },
  };
}

function halt(problem: Problem): Recovery {
  return {
    kind: 'halt',
    problem: { ...problem, cure: 'It was started anew: resume the run, or choose another backend.' },
  };
}

function goOn(problem: Problem, mostAtOnce: number | null, how: string): Recovery {
  const { code, subject, cause } = problem;
  return { kind: 'go-on', mostAtOnce, note: warning(code, subject, cause, `The run goes on ${how}.`) };
}

function whereFrom({ keptStep }: Interrupted): string {
  return keptStep === null ? 'from its beginning' : `from step ${keptStep}`;
}

function lostTooOften({ code, subject, cause, severity }: Problem): Problem {
  return {
    code,
    subject,
    cause: `was lost ${TOO_MANY} times within ${WITHIN_MS / 60_000} minutes, so the run was stopped. The last time it ${cause}`,
    cure: 'Use smaller micro-batches or fewer frames, close other programs that use it, or choose WebAssembly at the top; then resume the run.',
    severity,
  };
}
