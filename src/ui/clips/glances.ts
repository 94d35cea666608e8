import { useEffect, useState } from 'react';
import { createByteCache } from '../../core/byteCache';
import type { Glance } from '../../audio/glance';
import type { Session } from '../../session/session';
import { useSession } from '../sessionContext';

/** A glance is 17 kB: the pictures of some fourteen hundred clips. */
const BUDGET = 24 * 2 ** 20;

const caches = new WeakMap<Session, ReturnType<typeof createByteCache<Glance>>>();

function cacheOf(session: Session) {
  const held = caches.get(session) ?? createByteCache<Glance>(BUDGET);
  caches.set(session, held);
  return held;
}

/**
 * The small picture of a clip, made when it is first wanted and kept while there is room; null before it has come, and
 * `broken` where the sound cannot be read any more.
 * @param wanted whether it is in sight
 */
export function useGlance(id: string, wanted: boolean): Glance | 'broken' | null {
  const session = useSession();
  const [come, setCome] = useState<{ readonly id: string; readonly glance: Glance | 'broken' } | null>(null);
  const held = cacheOf(session).get(id) ?? null;
  const isHeld = held !== null;
  useEffect(() => {
    if (!wanted || isHeld) return;
    const controller = new AbortController();
    session
      .clipGlance(id, controller.signal)
      .then((glance) => {
        cacheOf(session).put(id, glance, glance.spectrogram.byteLength + glance.wave.byteLength);
        setCome({ id, glance });
      })
      .catch(() => {
        if (!controller.signal.aborted) setCome({ id, glance: 'broken' });
      });
    return () => controller.abort();
  }, [session, id, wanted, isHeld]);
  return held ?? (come?.id === id ? come.glance : null);
}
