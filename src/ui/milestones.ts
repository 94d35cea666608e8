import type { AppState } from '../store/state';
import { queueEnding, runEnding } from './away/endings';
import { percent, plural } from './format';

/**
 * What to tell people who listen to the page rather than look at it, when the state goes from one to the other; null where
 * nothing that matters has happened.
 */
export function milestone(before: AppState, after: AppState): string | null {
  const became = <T>(select: (state: AppState) => T, value: T) => select(before) !== value && select(after) === value;
  if (became((state) => state.data.status, 'ready') && after.data.dataset) {
    const { clips, classes } = after.data.dataset;
    return `Data ready: ${plural(clips.length, 'clip')} in ${plural(classes.length, 'class', 'classes')}.`;
  }
  if (before.backbone.summary !== after.backbone.summary && after.backbone.summary) {
    return `Backbone ready: ${after.backbone.summary.name}.`;
  }
  const last = after.run.epochs.at(-1);
  const ending = queueEnding(before, after) ?? runEnding(before, after);
  if (ending) return `${ending.title} ${ending.text}`.trim();
  if (became((state) => state.run.status, 'paused')) return 'Training paused.';
  if (became((state) => state.run.status, 'running')) {
    return before.run.status === 'paused' ? 'Training goes on.' : 'Training started.';
  }
  if (last && last !== before.run.epochs.at(-1)) {
    const epochs = after.run.config?.epochs ?? last.epoch;
    return `Epoch ${last.epoch} of ${epochs}: top-1 on validation ${percent(last.top1)}.`;
  }
  return null;
}
