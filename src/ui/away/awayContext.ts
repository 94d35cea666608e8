import { createContext, useContext } from 'react';
import { recall, remember } from '../../core/remembered';

/** What is kept of a person's wishes for the time away from the page, by key. */
const KEYS = { notify: 'loaa-notify', keepsScreenOn: 'loaa-screen-on' } as const;

export interface AwaySettings {
  /** Whether the end of a run is told by a notification. */
  readonly notify: boolean;
  /** Whether the screen stays on while a run is under way. */
  readonly keepsScreenOn: boolean;
}

/** The wishes of earlier visits: no notifications and a screen that stays on, where there are none. */
export function recallAway(): AwaySettings {
  return { notify: recall(KEYS.notify) === 'yes', keepsScreenOn: recall(KEYS.keepsScreenOn) !== 'no' };
}

export function rememberAway(name: keyof AwaySettings, value: boolean): void {
  remember(KEYS[name], value ? 'yes' : 'no');
}

/** What a run did while its tab was hidden. */
export interface Absence {
  readonly seconds: number;
  readonly steps: number;
}

export interface Away {
  readonly settings: AwaySettings;
  readonly set: (name: keyof AwaySettings, value: boolean) => void;
  /** Since the run's tab was last hidden for a while; null where it was not. */
  readonly absence: Absence | null;
  readonly dismissAbsence: () => void;
}

const AwayContext = createContext<Away | null>(null);

export const AwayProvider = AwayContext.Provider;

export function useAway(): Away {
  const away = useContext(AwayContext);
  if (!away) throw new Error('A component that uses the time away must stand inside AwayProvider.');
  return away;
}
