import { planTitle } from '../../model/adapters';
import { METHODS } from '../../model/methods';
import type { AppState } from '../../store/state';
import { percent, plural } from '../format';
import { isRunActive, RUN_TITLES } from '../run/runPhase';

/** What a step of the work has come to, in a few words; and whether there is something in it to build on. */
export interface StepSummary {
  readonly text: string;
  readonly isDone: boolean;
}

export function dataSummary({ data }: AppState): StepSummary {
  if (data.status === 'reading') return { text: 'Reading', isDone: false };
  if (!data.dataset) return { text: 'No sounds yet', isDone: false };
  const { clips, classes } = data.dataset;
  const text = `${plural(clips.length, 'clip')}, ${plural(classes.length, 'class', 'classes')}`;
  return { text, isDone: data.status === 'ready' };
}

export function modelSummary({ backbone, config }: AppState): StepSummary {
  if (!backbone.summary) return { text: backbone.status === 'loading' ? 'Loading' : 'No backbone', isDone: false };
  const trained = config.method === 'loaa' ? planTitle(config.adapters) : METHODS[config.method].title;
  return { text: `${backbone.summary.name}, ${trained}`, isDone: true };
}

export function runSummary({ run }: AppState): StepSummary {
  const best = run.epochs.find(({ epoch }) => epoch === run.bestEpoch);
  const text = best ? `${RUN_TITLES[run.status]}, ${percent(best.top1)}` : RUN_TITLES[run.status];
  return { text, isDone: run.status === 'finished' || (run.status === 'stopped' && best !== undefined) };
}

export function lookSummary({ adapter, data, backbone }: AppState): StepSummary {
  if (!data.dataset || !backbone.summary) return { text: 'Attention, clip by clip', isDone: false };
  return { text: adapter.origin ? 'Before and after' : 'Before training', isDone: false };
}

export function errorsSummary({ run }: AppState): StepSummary {
  const part = run.predictions?.[0];
  const report = part && run.report?.[part.part];
  if (!part || !report) return { text: isRunActive(run.status) ? 'When the run ends' : 'After a run', isDone: false };
  const wrong = Math.round((1 - report.top1) * part.predictions.length);
  return { text: `${wrong} of ${plural(part.predictions.length, 'clip')} wrong`, isDone: true };
}

export function compareSummary({ sweep, library }: AppState): StepSummary {
  const waiting = sweep.runs.filter(({ state }) => state === 'waiting').length;
  if (waiting > 0) return { text: `${plural(waiting, 'run')} waiting`, isDone: false };
  const kept = library.runs.length;
  return { text: kept > 0 ? `${plural(kept, 'run')} kept` : 'Runs, sweeps, tables', isDone: kept > 1 };
}

export function trySummary({ adapter }: AppState): StepSummary {
  if (adapter.origin === null) return { text: 'After a run, or an import', isDone: false };
  return { text: adapter.origin === 'trained' ? 'Adapter trained' : 'Adapter imported', isDone: true };
}
