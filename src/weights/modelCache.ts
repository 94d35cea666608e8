/**
 * Where downloaded models are kept. Keys are made by us (`model-`, `file-` or `note-` and a SHA-256), never by a server.
 * Everything put under a key is there whole or not at all; a download in progress is a `PartialFile` of the same key.
 */
export interface ModelCache {
  /** What was stored whole under the key, or null. */
  get(key: string): Promise<Blob | null>;
  /** Stores a small content whole, in place of an older one. */
  put(key: string, content: Blob): Promise<void>;
  /**
   * Opens the unfinished download of this key, or starts one.
   * Errors: `weights.cache.busy` where another tab has it open.
   */
  openPartial(key: string): Promise<PartialFile>;
  /** Keys stored whole, with their bytes. */
  list(): Promise<readonly { readonly key: string; readonly bytes: number }[]>;
  /** Removes what is stored under the key, and its unfinished download. */
  remove(key: string): Promise<void>;
}

/** An unfinished download. Whoever opened it closes it. */
export interface PartialFile {
  /** Bytes held so far, those of earlier visits included. */
  readonly bytes: number;
  /** Errors: `weights.cache.full` where the browser gives no more room. */
  append(chunk: Uint8Array): Promise<void>;
  /** Starts again from nothing. */
  clear(): Promise<void>;
  /** All bytes so far. */
  content(): Promise<Blob>;
  /** Makes it the whole content of its key. */
  finish(): Promise<void>;
  /** Keeps what is held for a later visit and lets go of it. */
  close(): Promise<void>;
}

const KEY = /^(model|file|note)-[0-9a-f]{64}$/;

/** Throws on a key that is not of our making: a defect of ours, never of a file. */
export function assertCacheKey(key: string): void {
  if (!KEY.test(key)) throw new Error(`Not a cache key: ${key}`);
}
