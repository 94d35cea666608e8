import { fail, isAbort } from '../core/problem';

/** Fetches, and reports an address that cannot be reached. Errors: `files.network`. */
async function reach(url: string, subject: string, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, signal ? { signal } : {});
  } catch (error) {
    if (isAbort(error) || signal?.aborted) throw error;
    fail('files.network', subject, 'The server could not be reached.', 'Check the connection and try again.');
  }
}

/**
 * Downloads a file whose address is known. A page sent instead of the file (many servers answer so for a missing one) is
 * refused by its type.
 *
 * @param size expected bytes, 0 where unknown
 * Errors: `files.network`, `files.http`, `files.html`, `files.short`.
 */
export async function openUrl(url: string, subject: string, size: number, signal?: AbortSignal): Promise<Blob> {
  const response = await reach(url, subject, signal);
  if (!response.ok) {
    const cure = response.status === 404 ? 'The file is missing from the site; tell its owner.' : 'Try again later.';
    fail('files.http', subject, `The server answered ${response.status} for ${url}.`, cure);
  }
  if ((response.headers.get('content-type') ?? '').toLowerCase().includes('text/html')) {
    fail('files.html', subject, `The server sent a web page instead of ${url}.`, 'The file is missing from the site.');
  }
  const blob = await response.blob().catch((error: unknown) => {
    if (isAbort(error) || signal?.aborted) throw error;
    return fail('files.network', subject, 'The download broke off.', 'Check the connection and try again.');
  });
  if (size > 0 && blob.size !== size) {
    fail('files.short', subject, `The server sent ${blob.size} bytes of ${size}.`, 'Try again.');
  }
  return blob;
}
