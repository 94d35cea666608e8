import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from './chromium.mjs';
import { buildSite, ROOT, serveFolder } from './site.mjs';

/** Checks each target in a page of headless Chromium; `tell` has every message of src/headless/parityProtocol.ts. */
export async function checkInChromium(directory, targets, only, tell) {
  const folder = await buildSite('headless');
  cpSync(join(ROOT, 'fixtures-methods'), join(folder, 'fixtures-methods'), { recursive: true });
  const site = await serveFolder(folder);
  const browser = await launchChromium();
  try {
    for (const target of targets) {
      const page = await browser.newPage();
      page.on('console', (message) => {
        const text = message.text();
        if (text.startsWith('{"kind"')) tell(target, JSON.parse(text));
        else if (message.type() === 'error') console.error(text);
      });
      await page.goto(`${site.url}headless.html`);
      await page.setInputFiles('#data', directory);
      await page.waitForSelector('html[data-loaa]', { state: 'attached' });
      await page.evaluate((given) => window.loaa.parity(...given), [target, only]);
      await page.close();
    }
  } finally {
    await browser.close();
    await site.close();
  }
}
