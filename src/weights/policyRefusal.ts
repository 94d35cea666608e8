/** What the page's policy did not let it connect to, while a request was under way. */
export interface RefusalWatch {
  /** Stops listening, and answers with the host that was asked, or null. */
  end(): Promise<string | null>;
}

/**
 * Listens for a refusal of the page's Content-Security-Policy (connect-src), to tell it from a network that is gone: `fetch`
 * fails in the same way for both. Where a redirect is refused, browsers name the host that it came from.
 * Source: https://www.w3.org/TR/CSP3/#violation-events.
 */
export function watchRefusals(): RefusalWatch {
  const scope = globalThis as Partial<EventTarget>;
  let refused: string | null = null;
  const note = (event: Event) => {
    const { effectiveDirective, blockedURI } = event as SecurityPolicyViolationEvent;
    if (effectiveDirective === 'connect-src')
      refused = URL.canParse(blockedURI) ? new URL(blockedURI).host : blockedURI;
  };
  scope.addEventListener?.('securitypolicyviolation', note);
  return {
    async end() {
      // The event is a task of its own, which may come after the request's failure.
      await new Promise((resolve) => setTimeout(resolve));
      scope.removeEventListener?.('securitypolicyviolation', note);
      return refused;
    },
  };
}
