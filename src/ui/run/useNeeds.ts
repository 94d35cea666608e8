import { useEffect, useMemo, useState } from 'react';
import { useApp, useSession } from '../sessionContext';
import { needsOf, type Needs } from './needs';

/** Settings are left alone for this long before a step is measured. */
const SETTLED_MS = 1500;

/**
 * What the next run needs. Measures a step once the settings have settled, where that is quick, and stops where they change
 * meanwhile.
 */
export function useNeeds(): { readonly needs: Needs | null; readonly isMeasuring: boolean; decline(): void } {
  const session = useSession();
  const engine = useApp((state) => state.engine);
  const backbone = useApp((state) => state.backbone);
  const data = useApp((state) => state.data);
  const config = useApp((state) => state.config);
  const preflight = useApp((state) => state.preflight);
  const run = useApp((state) => state.run);
  const sweep = useApp((state) => state.sweep);
  const needs = useMemo(
    () => needsOf({ engine, backbone, data, config, preflight, run, sweep }),
    [engine, backbone, data, config, preflight, run, sweep],
  );
  const [declined, setDeclined] = useState<string | null>(null);
  const key = needs?.key ?? null;
  const isWanted = needs !== null && needs.isAutomatic && needs.canMeasure && !needs.isMeasured && declined !== key;

  useEffect(() => {
    if (!isWanted) return;
    const timer = setTimeout(() => void session.measureRun(), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [session, isWanted, key]);
  useEffect(() => () => session.stopMeasuring(), [session, key]);

  const decline = () => {
    setDeclined(key);
    session.stopMeasuring();
  };
  return { needs, isMeasuring: preflight.status === 'measuring', decline };
}
