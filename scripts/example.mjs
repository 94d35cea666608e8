/**
 * npm run example
 * Makes the example of the start view again: public/example, from the demo sounds and the bundled backbone, on WebAssembly,
 * through the page's own code. Run it when training, attention or the demo sounds change; e2e/example.spec.ts notices.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from './lib/chromium.mjs';
import { buildSite, ROOT, serveFolder } from './lib/site.mjs';

const FOLDER = join(ROOT, 'public', 'example');

const site = await serveFolder(await buildSite('headless'));
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  page.on('console', (message) => console.error(message.text()));
  page.on('pageerror', (error) => console.error(error));
  await page.goto(`${site.url}headless.html`);
  await page.waitForSelector('html[data-loaa]', { state: 'attached' });
  const { numbers, pictures, run } = await page.evaluate(() => window.loaa.example());
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'example.json'), `${numbers}\n`);
  writeFileSync(join(FOLDER, 'pictures.bin'), Buffer.from(pictures, 'base64'));
  writeFileSync(join(FOLDER, 'run.zip'), Buffer.from(run, 'base64'));
} finally {
  await browser.close();
  await site.close();
}
