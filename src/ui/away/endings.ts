import type { AppState } from '../../store/state';
import { percent, plural } from '../format';
import { isRunActive } from '../run/runPhase';

/** What ended, and what came of it: a sentence each. */
export interface Ending {
  readonly title: string;
  readonly text: string;
}

/** The run that ended between the two states; null where none did. */
export function runEnding(before: AppState, after: AppState): Ending | null {
  const { status, report, problem } = after.run;
  if (!isRunActive(before.run.status)) return null;
  const best = report?.best;
  const result = best ? `Best top-1 on validation ${percent(best.top1)}, at epoch ${best.epoch}.` : '';
  switch (status) {
    case 'finished':
      return { title: 'Training finished.', text: result };
    case 'stopped':
      return { title: 'Training stopped.', text: best ? `The best epoch is kept. ${result}` : '' };
    case 'failed':
      return { title: 'Training failed.', text: problem ? `${problem.subject}: ${problem.cause}` : '' };
    default:
      return null;
  }
}

/** The queue of runs that ended between the two states, with what it left; null where none did. */
export function queueEnding(before: AppState, after: AppState): Ending | null {
  if (before.sweep.status === 'idle' || after.sweep.status !== 'idle') return null;
  const states = after.sweep.runs.map(({ state }) => state);
  const of = (wanted: (typeof states)[number]) => states.filter((state) => state === wanted).length;
  const others = [
    [of('failed'), 'failed'],
    [of('waiting'), 'waiting'],
  ] as const;
  const text = [
    `${plural(of('done'), 'run')} done`,
    ...others.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`),
  ].join(', ');
  return { title: 'The queue of runs has ended.', text: `${text}.` };
}

/** What somebody who is elsewhere wants to hear of: a queue is told of once, when it ends, not run by run. */
export function endingOf(before: AppState, after: AppState): Ending | null {
  if (before.sweep.status !== 'idle') return queueEnding(before, after);
  return runEnding(before, after);
}
