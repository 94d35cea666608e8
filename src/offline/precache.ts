/** One file of the site that is kept for use without a network. */
export interface PrecacheFile {
  /** Relative to the site's root; empty for the page itself. */
  readonly path: string;
  /** `sha256-` and the digest in base64, as in an `integrity` attribute: what is kept is what was built, or nothing. */
  readonly integrity: string;
  readonly bytes: number;
}

/** Everything that one build keeps. Written into the service worker by vite/offline.ts. */
export interface Precache {
  /** Changes with any byte of any file. */
  readonly version: string;
  readonly files: readonly PrecacheFile[];
}

/** What the page may say to its service worker. */
export type ToOffline =
  /** Keep everything; answered on the port with `Saved`. */
  | { readonly kind: 'save' }
  /** Take over from the older version: a person has agreed to reload. */
  | { readonly kind: 'take-over' };

/** Whether everything is kept, or how many files could not be. */
export interface Saved {
  readonly missing: number;
}
