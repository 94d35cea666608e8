import type { StageName } from '../runs/stages';
import type { AppState } from '../store/state';
import type { AppStore } from '../store/store';

/** The stage that the page's work is at; null where it waits for the person. */
export function stageOf({ run, data, backbone }: AppState): StageName | null {
  const isDecoding = data.status === 'reading' || data.status === 'preparing';
  if (run.status === 'starting') return isDecoding ? 'decode' : run.statistics ? 'compile' : 'measure';
  if (run.status === 'running' || run.status === 'stopping') {
    if (run.steps.length === 0) return 'compile';
    const { progress } = run;
    return progress?.stage === 'evaluate' && progress.done < (progress.total ?? 0) ? 'evaluate' : 'train';
  }
  if (run.status === 'paused') return null;
  if (backbone.status === 'loading') return 'download';
  return isDecoding ? 'decode' : null;
}

/** Times every stage, whatever view is shown. @param now seconds of the page's clock */
export function timeStages(store: AppStore, now: () => number = () => performance.now() / 1000): void {
  store.subscribe((after, before) => {
    if (after.run.status === 'starting' && before.run.status !== 'starting') store.dispatch({ type: 'stages.renewed' });
    const stage = stageOf(after);
    if (stage !== (store.getState().stages.current?.name ?? null)) {
      store.dispatch({ type: 'stages.entered', stage, at: now() });
    }
  });
}
