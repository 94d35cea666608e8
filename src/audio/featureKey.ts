import type { PrepareOptions } from './prepare';

/**
 * Raise it with any change of what becomes of a sound's bytes (decoding, resampling, a front end): what was kept before is
 * then computed anew.
 */
const FEATURES_VERSION = 1;

/** SHA-256 as lower-case hex. Null where the page is served without TLS: browsers give it no digests. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle as SubtleCrypto | undefined;
  if (!subtle) return null;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Names what is computed of a sound: the SHA-256 of its content's own and of every setting that has a say. Neither the file's
 * name nor its place are in it, so that a moved or renamed file is the same. Null where there are no digests.
 */
export async function featureKey(
  content: Uint8Array<ArrayBuffer>,
  { frontEnd, frames, keepWave = false, whole = false, segment = null }: Omit<PrepareOptions, 'signal'>,
): Promise<string | null> {
  const digest = await sha256(content);
  const stretch = segment && [segment.start, segment.end];
  const settings = JSON.stringify([FEATURES_VERSION, digest, frontEnd, frames, keepWave, whole, stretch]);
  return digest === null ? null : sha256(new TextEncoder().encode(settings));
}
