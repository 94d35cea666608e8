import type { RunState } from '../../store/state';

type RunStatus = RunState['status'];

/** Whether a run is under way, paused ones included: what decides the run must not change meanwhile. */
export function isRunActive(status: RunStatus): boolean {
  return status === 'starting' || status === 'running' || status === 'paused' || status === 'stopping';
}

/** What each state of a run is called on the page. */
export const RUN_TITLES = {
  idle: 'Not started',
  starting: 'Getting ready',
  running: 'Training',
  paused: 'Paused',
  stopping: 'Stopping after this step',
  finished: 'Finished',
  stopped: 'Stopped',
  failed: 'Failed',
} as const satisfies Record<RunStatus, string>;

/** Steps that the run makes in all; 0 while it is not known. */
export function totalSteps({ stepsPerEpoch, config }: Pick<RunState, 'stepsPerEpoch' | 'config'>): number {
  return stepsPerEpoch * (config?.epochs ?? 0);
}

/** How much of the run is done, in [0, 1]. */
export function shareDone(run: RunState): number {
  const total = totalSteps(run);
  return total > 0 ? Math.min(1, run.step / total) : 0;
}
