import { DEFAULT_SPLIT } from '../dataset/defaultSplit';
import type { DataState } from '../store/state';
import type { AppStore } from '../store/store';

/** What a run was made on. */
export type RunData = Pick<DataState, 'dataset' | 'split' | 'splitOptions'>;

/** Remembers the data of the last run that began: another data set may be loaded, or split anew, after it. */
export function rememberRunData(store: AppStore): () => RunData {
  let last: RunData = { dataset: null, split: null, splitOptions: DEFAULT_SPLIT };
  store.subscribe((state, before) => {
    if (before.run.status !== 'starting' || state.run.status === 'starting') return;
    const { dataset, split, splitOptions } = state.data;
    last = { dataset, split, splitOptions };
  });
  return () => last;
}
