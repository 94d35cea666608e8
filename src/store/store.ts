import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppEvent } from './events';
import { reduce } from './reduce';
import { INITIAL_STATE, type AppState } from './state';

/** The page's store: state to read and subscribe to, and `dispatch`, the only way to change it. */
export type AppStore = StoreApi<AppState> & { dispatch(event: AppEvent): void };

export function createAppStore(initial: AppState = INITIAL_STATE): AppStore {
  const store = createStore<AppState>(() => initial);
  return { ...store, dispatch: (event) => store.setState((state) => reduce(state, event), true) };
}
