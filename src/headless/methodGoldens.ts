import { METHOD_GOLDENS } from '../parity/types';

/**
 * A folder of goldens with those of every method, which the runner puts beside this page (`fixtures-methods/`), where the
 * folder does not hold its own.
 */
export async function withMethodGoldens(files: ReadonlyMap<string, Blob>): Promise<ReadonlyMap<string, Blob>> {
  const out = new Map(files);
  for (const name of Object.values(METHOD_GOLDENS)) {
    if (out.has(name)) continue;
    const response = await fetch(`fixtures-methods/${name}`);
    if (!response.ok) throw new Error(`fixtures-methods/${name} is not beside the page (${response.status}).`);
    out.set(name, await response.blob());
  }
  return out;
}
