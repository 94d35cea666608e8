import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../scripts/lib/chromium.mjs';
import { microphoneSound } from './support/longRecording';
import { expect, test } from './support/test';

/** Seconds that the microphone hears one sound before it hears the other, over and over. */
const EACH = 14;
/** The browser wants the file before any test begins. */
const HEARD = join(mkdtempSync(join(tmpdir(), 'loaa-microphone-')), 'heard.wav');
writeFileSync(HEARD, microphoneSound(['chirp', 'noise'], EACH));

test.use({
  launchOptions: {
    executablePath: findChromium(),
    args: [
      ...CHROMIUM_FLAGS,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${HEARD}`,
    ],
  },
});

const CLIPS = 5;

declare global {
  interface Window {
    /** Ends every microphone as a plug that is pulled does. */
    unplug(): void;
  }
}

/** Remembers the browser's own microphones, so that the test can pull their plug. */
function watchMicrophones(): void {
  const tracks: MediaStreamTrack[] = [];
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    tracks.push(...stream.getTracks());
    return stream;
  };
  window.unplug = () => {
    for (const track of tracks.splice(0)) {
      track.stop();
      // The browser says this of a track that the page did not stop itself.
      track.dispatchEvent(new Event('ended'));
    }
  };
}

/** Records clips in a row under a name, and waits until they are made. */
async function recordSeries(page: Page, label: string, before: number): Promise<void> {
  await page.getByTestId('take-label').fill(label);
  await page.getByRole('spinbutton', { name: 'Clips', exact: true }).fill(String(CLIPS));
  await page.getByTestId('record-series').click();
  await expect(page.getByText('Begins in')).toBeVisible();
  await expect(page.getByTestId('takes').getByText(`${label}_`)).toHaveCount(before + CLIPS, { timeout: 60_000 });
}

test('two classes recorded with the microphone, trained on, and told apart live', async ({ playground, page }) => {
  test.setTimeout(420_000);
  await page.addInitScript(watchMicrophones);
  await playground.open('wasm');
  await playground.show('data');
  const mark = page.getByTestId('mic-mark');

  await test.step('the microphone is on after a press, and a mark says so', async () => {
    await page.getByText('Record a class with the microphone').click();
    await expect(mark).toHaveCount(0);
    await page.getByTestId('mic-on-record').click();
    await expect(mark).toBeVisible();
    await expect
      .poll(() => page.getByTestId('mic-level').evaluate((meter) => (meter as HTMLMeterElement).value))
      .toBeGreaterThan(0.3);
  });
  const began = Date.now();
  const until = (seconds: number) => page.waitForTimeout(Math.max(0, began + 1000 * seconds - Date.now()));

  await test.step('so many clips in a row, of one sound and of the other', async () => {
    await recordSeries(page, 'whistle', 0);
    await until(EACH + 0.5);
    await recordSeries(page, 'claps', 0);
  });

  await test.step('one more while the button is held, by mouse and by keyboard; one deleted', async () => {
    await until(2 * EACH + 1);
    await page.getByTestId('take-label').fill('whistle');
    const hold = page.getByTestId('hold-to-record');
    await hold.hover();
    await page.mouse.down();
    await expect(hold).toHaveAttribute('aria-pressed', 'true');
    await page.waitForTimeout(800);
    await page.mouse.up();
    await expect(hold).toHaveAttribute('aria-pressed', 'false');
    await hold.press('Space');
    await expect(hold).toHaveAttribute('aria-pressed', 'true');
    await page.waitForTimeout(800);
    await hold.press('Space');
    const takes = page.getByTestId('takes').getByRole('listitem');
    await expect(takes).toHaveCount(2 * CLIPS + 2);
    await takes
      .first()
      .getByRole('button', { name: /^Delete/ })
      .click();
    await expect(takes).toHaveCount(2 * CLIPS + 1);
  });

  await test.step('they are a data set of their own', async () => {
    await page.getByTestId('add-takes').click();
    await playground.expectData(2 * CLIPS + 1, 2);
    await expect(page.getByTestId('takes')).toHaveCount(0);
    await playground.show('model');
    await expect(mark).toHaveCount(0);
  });

  await test.step('a short run', async () => {
    await playground.setNumber('Frames a clip', 64);
    await playground.setNumber('Epochs', 8);
    await playground.setNumber('Batch', 4);
    await playground.press('start');
    await playground.expectStatus('finished');
  });

  await test.step('live, each sound is heard above the threshold in its turn', async () => {
    await playground.show('try');
    await page.getByRole('tab', { name: 'Microphone' }).click();
    await page.getByTestId('mic-on-listen').click();
    await expect(mark).toBeVisible();
    const now = page.getByTestId('heard-now');
    await expect(now).toHaveText('whistle', { timeout: 60_000 });
    await expect(now).toHaveText('claps', { timeout: 60_000 });
    await expect(page.getByTestId('live-pace')).toContainText('windows a second');
    await expect(page.getByTestId('heard-log').getByRole('rowheader', { name: 'whistle' }).first()).toBeVisible();
  });

  await test.step('unplugged while it listens, the page says so, and it can be turned on again', async () => {
    await page.evaluate(() => window.unplug());
    await expect(mark).toHaveCount(0);
    await expect(
      playground.tryIt.getByText('stopped: it was unplugged, or its permission was taken back.'),
    ).toBeVisible();
    await expect(page.getByTestId('heard-log')).toBeVisible();
    await page.getByTestId('mic-on-listen').click();
    await expect(mark).toBeVisible();
    await expect(playground.tryIt.getByText('stopped: it was unplugged')).toHaveCount(0);
  });

  await test.step('leaving the view turns it off, and the log stays', async () => {
    await playground.show('data');
    await expect(mark).toHaveCount(0);
    await playground.show('try');
    await expect(page.getByTestId('mic-on-listen')).toBeEnabled();
    await expect(page.getByTestId('heard-log')).toBeVisible();
  });

  await test.step('the recordings are there after a reload, and can be deleted for good', async () => {
    page.on('dialog', (dialog) => void dialog.accept());
    await playground.reload();
    await playground.show('data');
    const box = page.getByTestId('record-box');
    await expect(box).toContainText(`(${2 * CLIPS + 1} not added yet)`);
    await box.locator('summary').click();
    await expect(box).toContainText('kept in this browser until deleted');
    await page.getByTestId('add-takes').click();
    await playground.expectData(2 * CLIPS + 1, 2);
    await box.getByRole('button', { name: /^Delete all/ }).click();
    await expect(box).not.toContainText('kept in this browser');
    await playground.reload();
    await playground.show('data');
    await expect(box).not.toContainText('not added yet');
  });
});
