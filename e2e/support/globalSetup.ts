import { buildSite, serveFolder } from '../../scripts/lib/site.mjs';

/** The environment variable that tells the tests where the site is served. */
export const SITE_URL = 'LOAA_SITE_URL';

/** Builds the site, serves it under a sub-path, and gives Playwright the way to end that. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const site = await serveFolder(await buildSite());
  process.env[SITE_URL] = site.url;
  return () => site.close();
}
