import { createContext, useContext } from 'react';

const ExportedContext = createContext<() => void>(() => undefined);

export const ExportedProvider = ExportedContext.Provider;

/** To be called when the adapter in the model has been exported: leaving the page then loses nothing. */
export function useMarkExported(): () => void {
  return useContext(ExportedContext);
}
