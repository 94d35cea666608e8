import type { Problem } from '../core/problem';
import type { Progress } from '../core/progress';
import type { Places } from './placing';
import type { Neighbours } from './types';

/** `before`: the frozen backbone's vectors. `after`: those of the model with what was trained or imported. */
export type MapStage = 'before' | 'after';

/** Clips by the vectors that the head sees of them. */
export interface ClipMap {
  /** The clips, in the order of every array here. */
  readonly ids: readonly string[];
  readonly components: Places | null;
  /** The share of the variance that the two components show. */
  readonly shown: number;
  /** UMAP's places, also while it unfolds; null before. */
  readonly unfolded: Places | null;
  readonly neighbours: Neighbours | null;
}

export interface MapState {
  readonly status: 'idle' | 'embedding' | 'placing';
  /** Which map is being made. */
  readonly making: MapStage;
  readonly progress: Progress | null;
  readonly maps: Readonly<Record<MapStage, ClipMap | null>>;
  readonly problem: Problem | null;
}

export const NO_MAPS: MapState = {
  status: 'idle',
  making: 'before',
  progress: null,
  maps: { before: null, after: null },
  problem: null,
};

/** What can happen to the maps. */
export type MapEvent =
  | { readonly type: 'map.started'; readonly stage: MapStage }
  | { readonly type: 'map.embedded'; readonly ids: readonly string[] }
  | { readonly type: 'map.placed'; readonly patch: Partial<Omit<ClipMap, 'ids'>> }
  | { readonly type: 'map.progress'; readonly progress: Progress }
  /** It is done, was stopped (what there is stays), or failed. */
  | { readonly type: 'map.ended'; readonly problem: Problem | null };

const EMPTY = { components: null, shown: 0, unfolded: null, neighbours: null } as const;

/** The maps after an event. Pure. */
export function reduceMap(map: MapState, event: MapEvent): MapState {
  const { making } = map;
  switch (event.type) {
    case 'map.started':
      return { ...map, status: 'embedding', making: event.stage, progress: null, problem: null };
    case 'map.embedded':
      return {
        ...map,
        status: 'placing',
        progress: null,
        maps: { ...map.maps, [making]: { ...EMPTY, ids: event.ids } },
      };
    case 'map.placed': {
      const held = map.maps[making];
      return held ? { ...map, maps: { ...map.maps, [making]: { ...held, ...event.patch } } } : map;
    }
    case 'map.progress':
      return map.status === 'idle' ? map : { ...map, progress: event.progress };
    case 'map.ended':
      return { ...map, status: 'idle', progress: null, problem: event.problem };
  }
}

/** The maps without those that are of another model or other clips now. */
export function withoutClipMaps(map: MapState, stages: readonly MapStage[]): MapState {
  if (stages.every((stage) => map.maps[stage] === null)) return map;
  return { ...map, maps: { ...map.maps, ...Object.fromEntries(stages.map((stage) => [stage, null])) } };
}
