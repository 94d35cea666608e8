import type { Dataset } from '../dataset/types';
import type { Shared, SharedData } from '../share/types';
import type { AppState } from '../store/state';

/** What of the page's state goes into a link: settings and seeds, digests, counts; no name and no sound of a person's own. */
export function sharedOf({ config, data, backbone }: Pick<AppState, 'config' | 'data' | 'backbone'>): Shared {
  const { summary } = backbone;
  return {
    config,
    split: data.splitOptions,
    backbone: summary && { sha256: summary.sha256, origin: summary.origin },
    data: data.dataset && dataOf(data.dataset),
  };
}

function dataOf(dataset: Dataset): SharedData {
  if (isDemo(dataset)) return { kind: 'demo' };
  return { kind: 'own', layout: dataset.layout, classes: dataset.classes.length };
}

/** Whether a data set is the demo sounds, the only ones that come from an address. */
export function isDemo({ clips }: Pick<Dataset, 'clips'>): boolean {
  return clips.length > 0 && clips.every(({ source }) => source.kind === 'url');
}
