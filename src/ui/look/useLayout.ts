import { useMemo } from 'react';
import type { AttentionMaps } from '../../attention/types';
import type { RunConfig } from '../../training/config';
import { gridOf } from '../adapter/modelSize';
import { DEFAULT_PATCH } from '../adapter/strides';
import { useApp } from '../sessionContext';
import type { PatchLayout } from './maps';

/**
 * How the maps’ patches lie on the spectrogram. The fields of the model may have changed since the maps were made: the
 * configuration is the first whose grid is the maps’ own, of the next run, the imported adapter and the last run.
 */
export function useLayout(maps: AttentionMaps | null): { readonly config: RunConfig; readonly layout: PatchLayout } {
  const next = useApp((state) => state.config);
  const trained = useApp((state) => state.run.config);
  const adapted = useApp((state) => state.adapter.config?.run ?? null);
  const patch = useApp((state) => state.backbone.summary?.config.patch ?? DEFAULT_PATCH);
  return useMemo(() => {
    const isMaps = (candidate: RunConfig | null) => {
      if (!candidate || !maps) return false;
      const [rows, columns] = gridOf(candidate, patch);
      return rows === maps.grid[0] && columns === maps.grid[1];
    };
    const config = [next, adapted, trained].find(isMaps) ?? next;
    const grid = maps?.grid ?? gridOf(config, patch);
    return { config, layout: { grid, patch, stride: config.stride } };
  }, [maps, next, trained, adapted, patch]);
}
