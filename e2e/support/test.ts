import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { watchContext, type Guard } from './guard';
import { SITE_URL } from './globalSetup';
import { createPlayground, type Playground } from './playground';

interface Fixtures {
  /** Where the built site is served. */
  readonly siteUrl: string;
  /** Fails the test on anything that a page should not have done. Always on. */
  readonly guard: Guard;
  /** A folder on disk for this test alone. */
  readonly workspace: string;
  /** The page as a person uses it. */
  readonly playground: Playground;
}

/** Playwright's `test`: each gets a page under guard, a folder on disk and the playground. */
export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures out of this pattern.
  siteUrl: async ({}, provide) => {
    const url = process.env[SITE_URL];
    if (!url) throw new Error(`${SITE_URL} is not set: run the tests with npm run test:browser.`);
    await provide(url);
  },

  guard: [
    async ({ context, siteUrl }, provide) => {
      const { guard, offences } = watchContext(context, new URL(siteUrl).origin);
      await provide(guard);
      expect(offences, 'console errors, page errors and requests to other origins').toEqual([]);
    },
    { auto: true },
  ],

  // eslint-disable-next-line no-empty-pattern -- As above.
  workspace: async ({}, provide) => {
    const folder = await mkdtemp(join(tmpdir(), 'loaa-e2e-'));
    await provide(folder);
    await rm(folder, { recursive: true, force: true });
  },

  playground: async ({ page, siteUrl }, provide) => {
    await provide(createPlayground(page, siteUrl));
  },
});

export { expect };
