import type { Page } from '@playwright/test';
import { expect, test } from './support/test';

/** What the page asked of the browser: the test's own record beside the browser's notifications and locks. */
declare global {
  interface Window {
    readonly told: string[];
    readonly screenLocks: WakeLockSentinel[];
  }
}

/** Writes down what the browser is asked to show and to keep awake; it does so all the same. */
function watchBrowser(): void {
  const told: string[] = [];
  const screenLocks: WakeLockSentinel[] = [];
  Object.assign(window, { told, screenLocks });
  window.Notification = class extends Notification {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options);
      told.push(`${title} ${options?.body ?? ''}`);
    }
  };
  const request = WakeLock.prototype.request;
  WakeLock.prototype.request = async function (...args) {
    const lock = await request.apply(this, args);
    screenLocks.push(lock);
    return lock;
  };
}

/** Headless Chromium never hides a tab: the page is told that it is hidden, or shown. What the run does is real. */
async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
}

const locksHeld = (page: Page) => page.evaluate(() => window.screenLocks.filter(({ released }) => !released).length);

test('a run tells of itself to somebody who is elsewhere, and of its end', async ({ playground, page, context }) => {
  test.setTimeout(300_000);
  await context.grantPermissions(['notifications', 'screen-wake-lock']);
  await page.addInitScript(watchBrowser);
  await playground.open('wasm');
  expect(await page.title()).toBe('LoAA Playground');
  await playground.useDemo();
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 90_000 });
  await playground.setNumber('At most, clips', 40);
  await playground.setNumber('Frames a clip', 32);
  await playground.setNumber('Epochs', 6);
  await playground.show('run');
  // It is set once the browser has answered.
  const notify = page.getByLabel('Notify me when it ends');
  await notify.click();
  await expect(notify).toBeChecked();

  await test.step('the title counts, the screen stays on', async () => {
    await playground.press('start');
    await expect(page).toHaveTitle(/^[1-9]\d? % · LoAA Playground$/, { timeout: 90_000 });
    await expect(page.getByText('In another tab or window the run goes on')).toBeVisible();
    await expect.poll(() => locksHeld(page)).toBe(1);
  });

  await test.step('what went on in a hidden tab is said when it shows again', async () => {
    await setHidden(page, true);
    const before = await page.title();
    await page.waitForTimeout(6000);
    await expect(page, 'the title of a hidden tab').not.toHaveTitle(before);
    await setHidden(page, false);
    await expect(page.getByText(/This tab was hidden for .* s; the run went on by \d+ steps? meanwhile/)).toBeVisible();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(page.getByText('This tab was hidden')).toHaveCount(0);
  });

  await test.step('the end is told to a window without focus', async () => {
    const client = await context.newCDPSession(page);
    await client.send('Emulation.setFocusEmulationEnabled', { enabled: false });
    await (await context.newPage()).bringToFront();
    await expect.poll(() => page.evaluate(() => document.hasFocus())).toBe(false);
    expect(await page.evaluate(() => window.told)).toEqual([]);
    await playground.expectStatus('finished');
    await expect
      .poll(() => page.evaluate(() => window.told))
      .toEqual([expect.stringMatching(/^Training finished\. Best top-1 on validation [\d.]+ %, at epoch \d+\.$/)]);
    await expect(page).toHaveTitle(/^Finished, [\d.]+ % · LoAA Playground$/);
    await expect(page.getByRole('status').filter({ hasText: 'Training finished.' })).toHaveCount(1);
    expect(await locksHeld(page)).toBe(0);
  });

  await test.step('the wish is kept', async () => {
    page.on('dialog', (dialog) => void dialog.accept());
    await playground.reload();
    await playground.show('run');
    await expect(page.getByLabel('Notify me when it ends')).toBeChecked();
  });
});

test('where the browser refuses notifications, the page says how to allow them', async ({ playground, page }) => {
  await playground.open('wasm');
  await playground.show('run');
  const box = page.getByLabel('Notify me when it ends');
  await box.click();
  await expect(page.getByText('The browser refuses notifications from this page.')).toBeVisible();
  await expect(box).not.toBeChecked();
});
