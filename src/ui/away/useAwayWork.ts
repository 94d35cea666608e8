import { useCallback, useEffect, useMemo, useState } from 'react';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';
import { recallAway, rememberAway, type Away, type AwaySettings } from './awayContext';
import { endingOf } from './endings';
import { notifyOf } from './notify';
import { runTitle } from './runTitle';
import { useAbsence } from './useAbsence';
import { useScreenOn } from './useScreenOn';

/**
 * What the page does for somebody who is elsewhere while it trains: the window's title tells how far the run is, a
 * notification tells of its end where that was asked for, and the screen stays on. For the whole page, once.
 */
export function useAwayWork(): Away {
  const { store } = useSession();
  const [settings, setSettings] = useState(recallAway);
  const absence = useAbsence();
  const isActive = useApp(({ run }) => isRunActive(run.status));
  useScreenOn(isActive && settings.keepsScreenOn);

  useEffect(() => {
    const say = () => (document.title = runTitle(store.getState().run));
    say();
    // Not by rendering, which browsers put off in a hidden tab.
    return store.subscribe(say);
  }, [store]);

  useEffect(() => {
    if (!settings.notify) return;
    return store.subscribe((after, before) => {
      const ending = endingOf(before, after);
      if (ending) void notifyOf(ending);
    });
  }, [store, settings.notify]);

  const set = useCallback((name: keyof AwaySettings, value: boolean) => {
    rememberAway(name, value);
    setSettings((current) => ({ ...current, [name]: value }));
  }, []);
  return useMemo(() => ({ settings, set, ...absence }), [settings, set, absence]);
}
