import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Offline } from '../../offline/startOffline';
import { NOT_OFFLINE, type OfflineState } from '../../offline/state';

/** Where no service worker was started: the development server. */
export const NO_OFFLINE: Offline = {
  store: createStore<OfflineState>(() => NOT_OFFLINE),
  update: () => location.reload(),
};

const OfflineContext = createContext<Offline>(NO_OFFLINE);

export const OfflineProvider = OfflineContext.Provider;

/** What is known of the site on this machine, and the way to a newer version. */
export function useOffline(): OfflineState & Pick<Offline, 'update'> {
  const { store, update } = useContext(OfflineContext);
  return { ...useStore(store), update };
}
