import { createContext, useContext } from 'react';

interface Consent {
  /** SHA-256 of the backbone whose NaN or infinite weights the person accepted, or null. */
  readonly consented: string | null;
  readonly consent: (sha256: string | null) => void;
}

const ConsentContext = createContext<Consent>({ consented: null, consent: () => undefined });

export const ConsentProvider = ConsentContext.Provider;

/** What the person agreed to; asked for at the backbone, needed at the start of a run. */
export function useConsent(): Consent {
  return useContext(ConsentContext);
}
