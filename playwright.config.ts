import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from './scripts/lib/chromium.mjs';

/** The built site in the system's Chromium, with WebGPU on the processor. One test at a time: training needs all cores. */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/globalSetup.ts',
  outputDir: 'test-results',
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    launchOptions: { executablePath: findChromium(), args: [...CHROMIUM_FLAGS] },
    viewport: { width: 1360, height: 900 },
    actionTimeout: 30_000,
    // Each test's page would first save the whole site; offline.spec.ts has it on.
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
  },
});
