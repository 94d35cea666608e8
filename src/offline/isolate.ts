/**
 * Headers that make a page cross-origin isolated, which gives WebAssembly its threads: for hosts that send none. A worker's
 * script needs them as much as its page. Downloads from other hosts go on as before: they are asked for with CORS.
 * Source: HTML, "cross-origin isolated"; https://web.dev/articles/coop-coep.
 */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/**
 * The same answer with the headers of isolation and of the page's policy, which a script started by its address needs as
 * much as a page. One that cannot be read (opaque, an error) stays as it is.
 */
export function isolated(response: Response, policy: string): Response {
  if (response.status === 0 || response.type === 'opaque') return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  headers.set('Content-Security-Policy', policy);
  const empty = response.status === 204 || response.status === 205 || response.status === 304;
  const { status, statusText } = response;
  return new Response(empty ? null : response.body, { status, statusText, headers });
}
