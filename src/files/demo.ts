import * as v from 'valibot';
import { fail } from '../core/problem';
import { openUrl } from './openUrl';
import type { ByteSource } from './source';

const INDEX = 'demo/index.json';

/** Plain file names only: they become part of an address. */
const FILE_NAME = v.pipe(v.string(), v.regex(/^[a-z0-9_]+\.flac$/i));

const CATALOGUE = v.object({
  title: v.pipe(v.string(), v.nonEmpty()),
  licence: v.string(),
  source: v.string(),
  provenance: v.string(),
  files: v.pipe(
    v.array(v.object({ name: FILE_NAME, bytes: v.pipe(v.number(), v.integer(), v.minValue(1)), seconds: v.number() })),
    v.minLength(1),
  ),
});

/** What `demo/index.json` holds; written by vite/demoSounds.ts. */
export type DemoCatalogue = v.InferOutput<typeof CATALOGUE>;

/** The list of the demo sounds that the site serves. Errors: those of `openUrl`, and `files.demo` for a list of another shape. */
export async function demoCatalogue(baseUrl: string, signal?: AbortSignal): Promise<DemoCatalogue> {
  const blob = await openUrl(new URL(INDEX, baseUrl).href, INDEX, 0, signal);
  try {
    return v.parse(CATALOGUE, JSON.parse(await blob.text()));
  } catch {
    fail(
      'files.demo',
      INDEX,
      'The list of demo sounds is not in the form expected.',
      'Build and upload the site anew.',
    );
  }
}

/**
 * The demo sounds as sources to be downloaded one by one; their labels are the prefixes of their names.
 * @param baseUrl absolute address of the site's root, ending with `/`
 */
export async function demoSources(baseUrl: string, signal?: AbortSignal): Promise<ByteSource[]> {
  const { title, files } = await demoCatalogue(baseUrl, signal);
  const folder = title.replaceAll('/', ' ');
  return files.map(({ name, bytes }) => ({
    kind: 'url',
    path: `${folder}/${name}`,
    size: bytes,
    url: new URL(`demo/${name}`, baseUrl).href,
  }));
}
