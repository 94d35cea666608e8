import { createContext, useContext } from 'react';

/** The tour, for what starts or offers it. */
export interface Tour {
  readonly isSeen: boolean;
  start(): void;
  /** Never to be offered again. */
  decline(): void;
}

const nothing = () => undefined;
const TourContext = createContext<Tour>({ isSeen: true, start: nothing, decline: nothing });

export const TourContextProvider = TourContext.Provider;

export function useTour(): Tour {
  return useContext(TourContext);
}
