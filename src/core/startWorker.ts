/** One line of script for each worker: it loads the rest. Kept for the page's life, as browsers read it late. */
const bootstraps = new Map<string, string>();

function bootstrap(script: string): string {
  const known = bootstraps.get(script);
  if (known !== undefined) return known;
  const address = new URL(script, import.meta.url).href;
  const line = new Blob([`import ${JSON.stringify(address)};`], { type: 'text/javascript' });
  const url = URL.createObjectURL(line);
  bootstraps.set(script, url);
  return url;
}

/**
 * Starts a module worker under the page's own Content-Security-Policy. A worker whose script has an address has the policy
 * of that script's answer, which is none on a host that sends no headers; one that begins as a blob inherits the page's.
 * @param script address of the worker's script, by `?worker&url`
 * Source: https://www.w3.org/TR/CSP3/#initialize-global-object-csp; HTML, "determining navigation params policy container".
 */
export function startWorker(script: string, name: string): Worker {
  return new Worker(bootstrap(script), { type: 'module', name });
}
