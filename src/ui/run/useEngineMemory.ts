import { useEffect, useState } from 'react';
import type { EngineMemory } from '../../worker/protocol';
import { useSession } from '../sessionContext';

const EVERY_MS = 2000;

/** What the engine holds, asked for every two seconds while `isWanted`; the last answer stays. Null before the first. */
export function useEngineMemory(isWanted: boolean): EngineMemory | null {
  const session = useSession();
  const [memory, setMemory] = useState<EngineMemory | null>(null);
  useEffect(() => {
    if (!isWanted) return;
    let isWaiting = false;
    const ask = async () => {
      if (isWaiting) return;
      isWaiting = true;
      // An engine that has just died answers nothing; the page says so elsewhere.
      const answer = await session.engineMemory().catch(() => null);
      isWaiting = false;
      if (answer) setMemory(answer);
    };
    void ask();
    const timer = setInterval(() => void ask(), EVERY_MS);
    return () => clearInterval(timer);
  }, [session, isWanted]);
  return memory;
}
