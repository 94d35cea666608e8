import { fail } from '../core/problem';
import type { BackboneRequest } from '../worker/protocol';

/** The weights file of a backbone that is served with the page, which no hub has; null for any other. @throws ProblemError */
export async function bundledFile(request: BackboneRequest | null): Promise<Blob | null> {
  if (request?.kind !== 'bundled') return null;
  const response = await fetch(new URL('model.safetensors', request.url));
  if (response.ok) return response.blob();
  return fail('backbone.not-served', request.name, `is not served here (${response.status}).`, 'Reload the page.');
}
