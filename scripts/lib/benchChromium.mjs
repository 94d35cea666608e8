import { launchChromium } from './chromium.mjs';
import { loadBefore } from './load.mjs';
import { buildSite, serveFolder } from './site.mjs';

/** Chromium rounds timestamps to 0.1 ms unless told not to. */
const EXACT_TIMES = ['--disable-dawn-features=timestamp_quantization'];

/** Yields the report of each configuration on each backend, as it is done. What goes on meanwhile is told on stderr. */
export async function* benchInChromium({ configurations, backends, steps }) {
  const site = await serveFolder(await buildSite('headless'));
  const browser = await launchChromium(EXACT_TIMES);
  try {
    for (const configuration of configurations) {
      for (const backend of backends.length > 0 ? backends : ['wasm', 'webgpu']) {
        const { load, note } = loadBefore();
        const page = await browser.newPage();
        page.on('console', (message) => console.error(message.text()));
        await page.goto(`${site.url}headless.html`);
        await page.waitForSelector('html[data-loaa]', { state: 'attached' });
        const notes = [`Chromium ${browser.version()}; ${note}`];
        const { report, text } = await page.evaluate(
          (given) => window.loaa.bench(...given),
          [backend, configuration, steps, notes],
        );
        await page.close();
        yield { report, text, load };
      }
    }
  } finally {
    await browser.close();
    await site.close();
  }
}
