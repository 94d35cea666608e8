import type { RunState } from '../../store/state';
import { percent } from '../format';
import { RUN_TITLES, shareDone } from '../run/runPhase';

const PAGE = 'LoAA Playground';

/** What a run that is there says of itself in the title of the window, the one thing that shows of a hidden tab. */
function runWord(run: RunState): string | null {
  const share = percent(Math.floor(shareDone(run) * 100) / 100, 0);
  switch (run.status) {
    case 'idle':
      return null;
    case 'running':
      return share;
    case 'paused':
      return `${RUN_TITLES.paused} at ${share}`;
    case 'finished':
    case 'stopped': {
      const best = run.report?.best;
      return best ? `${RUN_TITLES[run.status]}, ${percent(best.top1)}` : RUN_TITLES[run.status];
    }
    default:
      return RUN_TITLES[run.status];
  }
}

/** The document's title: `42 % · LoAA Playground` during a run, `Finished, 87.5 % · LoAA Playground` after one. */
export function runTitle(run: RunState): string {
  const word = runWord(run);
  return word === null ? PAGE : `${word} · ${PAGE}`;
}
