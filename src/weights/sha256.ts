import { createSHA256 } from 'hash-wasm';
import { Pace, type OnProgress } from '../core/progress';
import { readBytes } from './readBytes';

const CHUNK = 4 * 2 ** 20;

/**
 * SHA-256 of a blob as lower-case hex, read in pieces of 4 MiB (WebCrypto wants the whole at once).
 * Progress in bytes, stage `load`. Errors: `weights.unreadable`; aborts.
 * Source: FIPS 180-4.
 */
export async function sha256Of(blob: Blob, onProgress?: OnProgress, signal?: AbortSignal): Promise<string> {
  const hash = await createSHA256();
  const pace = new Pace();
  const total = blob.size;
  for (let at = 0; at < total; at += CHUNK) {
    signal?.throwIfAborted();
    const done = Math.min(at + CHUNK, total);
    hash.update(new Uint8Array(await readBytes(blob, at, done, blob instanceof File ? blob.name : 'The file')));
    onProgress?.({ stage: 'load', done, total, unit: 'bytes', secondsLeft: pace.secondsLeft(done, total) });
  }
  return hash.digest('hex');
}

/** SHA-256 of a short text, lower-case hex. */
export async function sha256OfText(text: string): Promise<string> {
  const hash = await createSHA256();
  return hash.update(new TextEncoder().encode(text)).digest('hex');
}
