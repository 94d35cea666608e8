import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Session } from '../session/session';
import type { AppState } from '../store/state';

const SessionContext = createContext<Session | null>(null);

export const SessionProvider = SessionContext.Provider;

/** The actions that the page can take. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('A component that uses the session must stand inside SessionProvider.');
  return session;
}

/** Reads one part of the page's state and renders again when that part changes. `select` must return stored objects. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(useSession().store, select);
}
