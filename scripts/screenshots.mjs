/**
 * npm run screenshots -- OUT [FOLDER|-] [NAME]
 * Every view of the page after two short runs, on the demo sounds or on a folder of sounds, and what opens within the views:
 * at three widths in both themes, as OUT/NAME-WIDTH-THEME.png; with NAME, those alone whose names begin so. Says what is wider
 * than its window and would scroll sideways.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launchChromium } from './lib/chromium.mjs';
import { noiseBursts } from './lib/noiseBursts.mjs';
import { buildSite, serveFolder } from './lib/site.mjs';

const WIDTHS = [360, 1280, 2560];
const HEIGHTS = { 360: 780, 1280: 1000, 2560: 1440 };
const THEMES = ['light', 'dark'];
/** A page is drawn whole: its window is made as high as it is, up to this. */
const HIGHEST = 12_000;
/** The settings of the runs that are shown. */
const SETTINGS = { Epochs: 8, 'Frames a clip': 64 };
const RUN_TIMEOUT = 900_000;
/** For what is drawn after a view or a theme changed. */
const SETTLE_MS = 700;
const RECORDING_SECONDS = 60;

/** What opens within a view: its name, its view, how to open it, and how to leave it. */
const STATES = [
  {
    name: 'data-map',
    view: 'data',
    open: async (page) => {
      await page.getByTestId('make-map').click();
      await page.getByTestId('clip-map').waitFor({ timeout: RUN_TIMEOUT });
    },
  },
  {
    name: 'data-record',
    view: 'data',
    open: (page) => page.getByTestId('record-box').locator('summary').first().click(),
  },
  ...['model', 'run', 'look'].map((view) => ({
    name: `${view}-open`,
    view,
    open: setFolded(true),
    close: setFolded(false),
  })),
  ...['Queue', 'Cross validation', 'Table 1', 'Table 2', 'Table 3'].map((tab) => ({
    name: `compare-${tab.toLowerCase().replace(' ', '-')}`,
    view: 'compare',
    open: (page) => page.getByRole('tab', { name: tab }).click(),
  })),
  {
    name: 'compare-runs',
    view: 'compare',
    open: async (page) => {
      await page.getByRole('tab', { name: 'Runs' }).click();
      const boxes = page.getByRole('row').getByRole('checkbox');
      await boxes.nth(1).click({ force: true });
    },
  },
  {
    name: 'try-sounds',
    view: 'try',
    open: async (page) => {
      await page.getByTestId('predict-input').setInputFiles(noiseFile('sound.wav', 1));
      await page.getByTestId('predictions-csv').waitFor();
    },
  },
  {
    name: 'try-recording',
    view: 'try',
    open: async (page) => {
      await page.getByRole('tab', { name: 'Long recording' }).click();
      await page.getByTestId('recording-input').setInputFiles(noiseFile('evening.wav', RECORDING_SECONDS));
      await page.locator('[data-testid=recording-progress][data-status=done]').waitFor({ timeout: RUN_TIMEOUT });
    },
  },
  {
    name: 'try-microphone',
    view: 'try',
    open: async (page) => {
      await page.getByRole('tab', { name: 'Microphone' }).click();
      await page.getByTestId('mic-on-listen').click();
      await page.getByTestId('live-pace').waitFor();
    },
    close: (page) => page.getByRole('tab', { name: 'Sounds' }).click(),
  },
  {
    name: 'about',
    view: 'start',
    open: (page) => page.getByRole('button', { name: 'Privacy and licences' }).click(),
    close: (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'tour',
    view: 'start',
    open: (page) => page.getByRole('button', { name: 'Tour', exact: true }).click(),
    close: (page) => page.keyboard.press('Escape'),
    isDialog: true,
  },
];

function noiseFile(name, seconds) {
  return { name, mimeType: 'audio/wav', buffer: noiseBursts(seconds) };
}

/** Opens, or closes, whatever can be folded away in the view that is shown. */
function setFolded(isOpen) {
  return (page) =>
    page.evaluate((open) => {
      for (const details of window.document.querySelectorAll('main details, section details')) {
        if (details.checkVisibility()) details.open = open;
      }
    }, isOpen);
}

const [out, folder, only] = process.argv.slice(2);
if (!out) {
  console.error('Use: npm run screenshots -- OUT [FOLDER OF SOUNDS, or -] [NAME]');
  process.exit(2);
}
mkdirSync(out, { recursive: true });

const site = await serveFolder(await buildSite());
const browser = await launchChromium(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']);
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
  if (folder && folder !== '-') await page.getByTestId('folder-input').setInputFiles(resolve(folder));
  else await page.getByTestId('use-demo').click();
  await page.locator('[data-testid=start]:enabled').waitFor({ timeout: RUN_TIMEOUT });
  for (const seed of [1, 2]) {
    await show('model');
    for (const [name, value] of Object.entries({ ...SETTINGS, Seed: seed })) {
      await page.getByRole('spinbutton', { name, exact: true }).fill(String(value));
    }
    await page.getByTestId('start').click();
    await page.locator('[data-testid=run-status][data-status=finished]').waitFor({ timeout: RUN_TIMEOUT });
  }
  await show('look');
  await page.getByTestId('look-clip').selectOption({ index: 1 });
  await page.getByTestId('map').nth(1).waitFor();
  for (const view of views.filter((name) => name !== 'start' && wanted(name))) {
    await show(view);
    await picture(view);
  }
  for (const { name, view, open, close, isDialog } of STATES.filter(({ name }) => wanted(name))) {
    await show(view);
    await open(page);
    await picture(name, isDialog);
    await close?.(page);
  }

  /** The view that is shown, at every width in both themes. */
  async function picture(name, isDialog = false) {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHTS[width] });
      await page.waitForTimeout(SETTLE_MS);
      const whole = await page.evaluate(() => window.document.documentElement.scrollHeight);
      if (!isDialog) await page.setViewportSize({ width, height: Math.min(HIGHEST, Math.max(HEIGHTS[width], whole)) });
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(SETTLE_MS);
        await page.screenshot({ path: join(out, `${name}-${width}-${colorScheme}.png`) });
      }
      const over = await page.evaluate(() => window.document.documentElement.scrollWidth - window.innerWidth);
      console.log(`${name} at ${width} px${over > 0 ? `: ${over} px TOO WIDE` : ''}`);
    }
    await page.setViewportSize({ width: 1280, height: 1000 });
  }
} finally {
  await browser.close();
  await site.close();
}

function wanted(name) {
  return !only || name.startsWith(only);
}
