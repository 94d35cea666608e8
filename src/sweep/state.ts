import type { Problem } from '../core/problem';
import { canonical, digestOf } from './canonical';
import type { PlannedRun, Subject, SweepResult, SweepRun } from './types';

/** The sweep as the page knows it. */
export interface SweepState {
  /** In the order of the queue. */
  readonly runs: readonly SweepRun[];
  /** `pausing`: the run under way is finished first. `stopping`: it is stopped, and starts over another time. */
  readonly status: 'idle' | 'running' | 'pausing' | 'stopping';
  /** Whether what an earlier visit left has been read. */
  readonly isRestored: boolean;
  /** Why the queue does not go on, or is not kept. */
  readonly problem: Problem | null;
}

export const NO_SWEEP: SweepState = { runs: [], status: 'idle', isRestored: false, problem: null };

/** What can happen to the sweep. */
export type SweepEvent =
  /** What was kept by an earlier visit; `problem` says what of it could not be read. */
  | { readonly type: 'sweep.restored'; readonly runs: readonly SweepRun[]; readonly problem: Problem | null }
  | { readonly type: 'sweep.added'; readonly planned: readonly PlannedRun[]; readonly subject: Subject }
  | { readonly type: 'sweep.removed'; readonly ids: readonly string[] }
  /** Failed runs wait again. */
  | { readonly type: 'sweep.retried'; readonly ids: readonly string[] }
  /** Waiting runs are to be made on what is loaded now, not on what they were queued for. */
  | { readonly type: 'sweep.adopted'; readonly ids: readonly string[]; readonly subject: Subject }
  | { readonly type: 'sweep.status'; readonly status: SweepState['status'] }
  | { readonly type: 'sweep.run-started'; readonly id: string }
  | { readonly type: 'sweep.run-done'; readonly id: string; readonly result: SweepResult }
  | { readonly type: 'sweep.run-failed'; readonly id: string; readonly problem: Problem }
  /** Stopped on the way: it waits again. */
  | { readonly type: 'sweep.run-stopped'; readonly id: string }
  | { readonly type: 'sweep.problem'; readonly problem: Problem | null };

/** A run's name in the queue: the same for the same settings, split, data set and backbone. */
export function runId({ config, split }: Pick<PlannedRun, 'config' | 'split'>, { data, backbone }: Subject): string {
  return digestOf([canonical([config, split, data.digest, backbone.sha256])]);
}

function added(runs: readonly SweepRun[], planned: readonly PlannedRun[], subject: Subject): readonly SweepRun[] {
  const byId = new Map(runs.map((run) => [run.id, run]));
  let order = runs.reduce((most, run) => Math.max(most, run.order), 0);
  for (const run of planned) {
    const id = runId(run, subject);
    const known = byId.get(id);
    if (known) byId.set(id, { ...known, rates: run.rates ?? known.rates });
    else byId.set(id, { ...run, id, subject, order: ++order, state: 'waiting', result: null, problem: null });
  }
  return [...byId.values()];
}

/** Under another subject a run has another name; what is queued for it already is not queued twice. */
function adopted(runs: readonly SweepRun[], ids: ReadonlySet<string>, subject: Subject): readonly SweepRun[] {
  const moved = runs.map((run) =>
    ids.has(run.id) && run.state === 'waiting' ? { ...run, id: runId(run, subject), subject } : run,
  );
  const stayed = new Set(runs.map(({ id }) => id));
  return moved.filter((run, i) => run === runs[i] || !stayed.has(run.id));
}

/** The sweep after an event. Pure; a run that is done changes no more, but for being removed. */
export function reduceSweep(sweep: SweepState, event: SweepEvent): SweepState {
  const withRuns = (runs: readonly SweepRun[]): SweepState => ({ ...sweep, runs });
  const change = (ids: readonly string[], from: readonly SweepRun['state'][], patch: Partial<SweepRun>) =>
    withRuns(sweep.runs.map((run) => (ids.includes(run.id) && from.includes(run.state) ? { ...run, ...patch } : run)));
  switch (event.type) {
    case 'sweep.restored':
      return { ...sweep, runs: event.runs, isRestored: true, problem: event.problem };
    case 'sweep.added':
      return withRuns(added(sweep.runs, event.planned, event.subject));
    case 'sweep.removed':
      return withRuns(sweep.runs.filter(({ id, state }) => !event.ids.includes(id) || state === 'running'));
    case 'sweep.retried':
      return change(event.ids, ['failed'], { state: 'waiting', problem: null });
    case 'sweep.adopted':
      return withRuns(adopted(sweep.runs, new Set(event.ids), event.subject));
    case 'sweep.status':
      return { ...sweep, status: event.status };
    case 'sweep.run-started':
      return change([event.id], ['waiting'], { state: 'running' });
    case 'sweep.run-done':
      return change([event.id], ['running'], { state: 'done', result: event.result });
    case 'sweep.run-failed':
      return change([event.id], ['waiting', 'running'], { state: 'failed', problem: event.problem });
    case 'sweep.run-stopped':
      return change([event.id], ['running'], { state: 'waiting' });
    case 'sweep.problem':
      return { ...sweep, problem: event.problem };
  }
}
