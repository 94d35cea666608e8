/**
 * npm run screenshots -- OUT [FOLDER]
 * Every view of the page after a short run, on the demo sounds or on a folder of sounds, at three widths in both themes, as
 * OUT/VIEW-WIDTH-THEME.png. Names the views that are wider than their window: they would scroll sideways.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launchChromium } from './lib/chromium.mjs';
import { buildSite, serveFolder } from './lib/site.mjs';

const WIDTHS = [360, 1280, 2560];
const HEIGHTS = { 360: 780, 1280: 1000, 2560: 1440 };
const THEMES = ['light', 'dark'];
/** The settings of the run that is shown. */
const SETTINGS = { Epochs: 8, 'Frames a clip': 64 };
const RUN_TIMEOUT = 300_000;
/** For what is drawn after a view or a theme changed. */
const SETTLE_MS = 700;

const [out, folder] = process.argv.slice(2);
if (!out) {
  console.error('Use: npm run screenshots -- OUT [FOLDER OF SOUNDS]');
  process.exit(2);
}
mkdirSync(out, { recursive: true });

const site = await serveFolder(await buildSite());
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  page.on('pageerror', (error) => console.error(error));
  const show = (view) => page.getByTestId(`step-${view}`).click();
  await page.goto(`${site.url}?backend=wasm`);
  await page.locator('[data-testid=backend-badge][data-status=ready]').waitFor();
  const views = await page
    .locator('[data-testid^=step-]')
    .evaluateAll((links) => links.map((link) => link.dataset.testid.slice('step-'.length)));

  await picture('start');
  await show('data');
  if (folder) await page.getByTestId('folder-input').setInputFiles(resolve(folder));
  else await page.getByTestId('use-demo').click();
  await page.locator('[data-testid=start]:enabled').waitFor({ timeout: RUN_TIMEOUT });
  await show('model');
  for (const [name, value] of Object.entries(SETTINGS)) {
    await page.getByRole('spinbutton', { name, exact: true }).fill(String(value));
  }
  await page.getByTestId('start').click();
  await page.locator('[data-testid=run-status][data-status=finished]').waitFor({ timeout: RUN_TIMEOUT });
  await show('look');
  await page.getByTestId('look-clip').selectOption({ index: 1 });
  await page.getByTestId('map').nth(1).waitFor();
  for (const view of views.filter((name) => name !== 'start')) {
    await show(view);
    await picture(view);
  }

  /** The view that is shown, at every width in both themes. */
  async function picture(view) {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHTS[width] });
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(SETTLE_MS);
        await page.screenshot({ path: join(out, `${view}-${width}-${colorScheme}.png`), fullPage: true });
      }
      const over = await page.evaluate(() => window.document.documentElement.scrollWidth - window.innerWidth);
      console.log(`${view} at ${width} px${over > 0 ? `: ${over} px TOO WIDE` : ''}`);
    }
    await page.setViewportSize({ width: 1280, height: 1000 });
  }
} finally {
  await browser.close();
  await site.close();
}
