import { useMemo } from 'react';
import type { RunConfig } from '../../training/config';
import { useApp } from '../sessionContext';
import { checkConfig, type CheckedField } from './checkConfig';

/** The configuration of the next run with what is off in it, by field. */
export function useConfig(): {
  readonly config: RunConfig;
  readonly faults: ReadonlyMap<CheckedField, string>;
} {
  const config = useApp((state) => state.config);
  const model = useApp((state) => state.backbone.summary?.config ?? null);
  const faults = useMemo(
    () => new Map(checkConfig(config, model).map(({ field, message }) => [field, message])),
    [config, model],
  );
  return { config, faults };
}
