import { buildSite, serveFolder } from '../../scripts/lib/site.mjs';

/** The environment variable that tells the tests where the site is served. */
export const SITE_URL = 'LOAA_SITE_URL';
/** The one that tells them in which folder it was built. */
export const SITE_FOLDER = 'LOAA_SITE_FOLDER';

/** Builds the site, serves it under a sub-path, and gives Playwright the way to end that. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  // The local hub of the tests, on any port.
  process.env.VITE_HUB_HOSTS = 'http://127.0.0.1:*';
  const folder = await buildSite();
  const site = await serveFolder(folder);
  process.env[SITE_URL] = site.url;
  process.env[SITE_FOLDER] = folder;
  return () => site.close();
}
