import type { AppState } from '../store/state';
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
  const best = after.run.report?.best;
  if (became((state) => state.run.status, 'finished')) {
    return best
      ? `Training finished. Best top-1 on validation ${percent(best.top1)}, at epoch ${best.epoch}.`
      : 'Training finished.';
  }
  if (became((state) => state.run.status, 'stopped')) return 'Training stopped. The best epoch so far is kept.';
  if (became((state) => state.run.status, 'paused')) return 'Training paused.';
  if (last && last !== before.run.epochs.at(-1)) {
    const epochs = after.run.config?.epochs ?? last.epoch;
    return `Epoch ${last.epoch} of ${epochs}: top-1 on validation ${percent(last.top1)}.`;
  }
  return null;
}
