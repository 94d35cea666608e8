import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { destroyDevice, reachEngine } from './support/engineWorker';
import { keptRuns } from './support/keptRuns';
import { startOwnBrowser } from './support/ownBrowser';
import { createPlayground, type Playground } from './support/playground';
import { writeSounds } from './support/sounds';
import { expect, test } from './support/test';

/** The demo sounds and a run short enough for a test: five steps an epoch. */
async function setUp(playground: Playground, epochs: number): Promise<void> {
  await playground.open('wasm');
  await playground.useDemo();
  await playground.setNumber('At most, clips', 48);
  await playground.setNumber('Frames a clip', 64);
  await playground.setNumber('Batch', 8);
  await playground.setNumber('Epochs', epochs);
}

const unended = (page: Page) => page.getByTestId('unended');
const keptStep = async (page: Page) =>
  Number(/kept at step ([\d,]+)/.exec(await page.getByTestId('kept-step').innerText())?.[1]?.replaceAll(',', ''));

/** Waits until the run is kept at a step, of those up to its end. */
const untilKept = (page: Page, step = 1) =>
  expect.poll(() => keptStep(page).catch(() => 0), { timeout: 120_000, intervals: [20] }).toBeGreaterThanOrEqual(step);

test('promises 53, 61: frozen, or closed and opened again, a run ends as an undisturbed one of its seed, to the bit', async ({
  playground,
  page,
  context,
}) => {
  test.setTimeout(400_000);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await setUp(playground, 3);
  await playground.press('start');
  await playground.expectStatus('finished');
  const [undisturbed] = await keptRuns(page);
  expect(undisturbed?.steps.length).toBeGreaterThan(10);
  expect(undisturbed?.adapter).toMatch(/^[0-9a-f]{64}$/);

  await test.step('frozen, and active again', async () => {
    const client = await context.newCDPSession(page);
    await playground.press('start');
    await untilKept(page);
    await client.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await client.send('Page.setWebLifecycleState', { state: 'active' });
    await playground.expectStatus('finished');
    await expect.poll(async () => (await keptRuns(page)).length).toBe(2);
    expect((await keptRuns(page))[1]).toEqual(undisturbed);
  });

  await test.step('loaded anew in the middle', async () => {
    await playground.press('start');
    await untilKept(page, 5);
    await playground.press('pause');
    await playground.expectStatus('paused');
    const step = await playground.step();
    expect(step).toBeLessThan(undisturbed?.steps.length ?? 0);
    await playground.reload();
    await expect(unended(page)).toContainText('Resume run?');
    await expect(unended(page)).toContainText(`kept at step ${step} of ${undisturbed?.steps.length}`);
    await page.getByTestId('go-on').click();
    await playground.expectStatus('finished');
    await expect.poll(async () => (await keptRuns(page)).length).toBe(3);
    expect((await keptRuns(page))[2]).toEqual(undisturbed);
    await playground.reload();
    await expect(unended(page)).toHaveCount(0);
  });
  expect(asked, 'no warning where nothing is lost').toEqual([]);
});

test('promise 48: a browser killed in the middle of a checkpoint goes on from the one before, to the bit', async ({
  siteUrl,
  workspace,
}) => {
  test.setTimeout(400_000);
  const profile = join(workspace, 'profile');
  const first = await startOwnBrowser(profile);
  const before = createPlayground(first.page, siteUrl);
  await setUp(before, 4);
  // All weights, so that a checkpoint is some 20 MB and takes a while to write.
  await before.show('model');
  await first.page.getByRole('combobox', { name: 'Method' }).selectOption('full');
  await before.press('start');
  await untilKept(first.page, 10);
  const kept = await keptStep(first.page);
  // A slot's manifest is gone while the slot is written.
  await first.page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('checkpoints');
    const has = (name: string) =>
      folder.getFileHandle(name).then(
        () => true,
        () => false,
      );
    while ((await has('a.json')) && (await has('b.json'))) await new Promise((resolve) => setTimeout(resolve));
  });
  await first.kill();

  const { page, kill } = await startOwnBrowser(profile);
  const playground = createPlayground(page, siteUrl);
  try {
    await playground.open('wasm');
    await expect(unended(page)).toContainText('Resume run?');
    await expect(unended(page)).toContainText('was not written to its end');
    const step = Number(/kept at step ([\d,]+) of/.exec(await unended(page).innerText())?.[1]);
    expect(step).toBeGreaterThanOrEqual(kept);
    await page.getByTestId('go-on').click();
    await playground.expectStatus('finished');
    await playground.press('start');
    await playground.expectStatus('finished');
    await expect.poll(async () => (await keptRuns(page)).length).toBe(2);
    const [resumed, undisturbed] = await keptRuns(page);
    expect(resumed).toEqual(undisturbed);
  } finally {
    await kill();
  }
});

test('promises 50, 55: where the storage is full, training goes on and says so, and the page asks before it is left', async ({
  playground,
  page,
  context,
  siteUrl,
}) => {
  test.setTimeout(240_000);
  await setUp(playground, 4);
  const client = await context.newCDPSession(page);
  await client.send('Storage.overrideQuotaForOrigin', { origin: new URL(siteUrl).origin, quotaSize: 1000 });
  await playground.press('start');
  const note = page.getByRole('alert').filter({ hasText: 'it is not kept for the case that the page closes' });
  await expect(note).toContainText('storage for this page is full', { timeout: 60_000 });
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-now').click()]);
  expect(saved.suggestedFilename()).toMatch(/^loaa-.*\.zip$/);
  const asked = page.waitForEvent('dialog');
  const leaving = page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await leaving;
  await playground.expectStatus('finished');
});

test('promise 53: a run on an own folder goes on after a reload without dropping it again, where the browser gives leave', async ({
  playground,
  page,
  workspace,
}) => {
  test.setTimeout(240_000);
  const folder = await writeSounds(join(workspace, 'sounds'), 8);
  await playground.open('wasm');
  await playground.drop([folder]);
  await playground.expectData(24, 3);
  await playground.setNumber('Frames a clip', 64);
  await playground.setNumber('Batch', 8);
  await playground.setNumber('Epochs', 4);
  await playground.press('start');
  await playground.expectStatus('finished');
  await expect.poll(async () => (await keptRuns(page)).length).toBe(1);
  const [undisturbed] = await keptRuns(page);
  await playground.press('start');
  await untilKept(page);
  await playground.press('pause');
  await playground.expectStatus('paused');
  await expect(page.getByTestId('kept-step'), 'the browser promises nothing to a page it does not know').toContainText(
    'while the browser has room',
  );

  await playground.reload();
  await expect(unended(page)).toContainText('Opens “sounds” again');
  await page.getByTestId('go-on').click();
  await playground.expectStatus('finished');
  await expect.poll(async () => (await keptRuns(page)).length).toBe(2);
  expect((await keptRuns(page))[1]).toEqual(undisturbed);

  await test.step('what is not there any more has to be brought', async () => {
    await playground.press('start');
    await untilKept(page);
    await playground.press('pause');
    await playground.expectStatus('paused');
    await rm(folder, { recursive: true });
    await playground.reload();
    await page.getByTestId('go-on').click();
    await expect(unended(page).getByRole('alert')).toContainText('sounds');
    await expect(unended(page)).toContainText('Resume run?');
    await page.getByTestId('forget-unended').click();
    await expect(unended(page)).toHaveCount(0);
    const left = await page.evaluate(async () => {
      const names = await indexedDB.databases();
      if (!names.some(({ name }) => name === 'loaa-folders')) return 0;
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const asked = indexedDB.open('loaa-folders');
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(new Error(asked.error?.message));
      });
      return new Promise<number>((resolve) => {
        const asked = database.transaction('folders').objectStore('folders').count();
        asked.onsuccess = () => resolve(asked.result);
      });
    });
    expect(left, 'nothing is kept of what was forgotten').toBe(0);
  });
});

test('promise 52: a second tab reads only, says so, and takes nothing from the first', async ({
  playground,
  page,
  context,
  siteUrl,
}) => {
  test.setTimeout(240_000);
  await setUp(playground, 50);
  await playground.press('start');
  await untilKept(page);
  await playground.press('pause');
  await playground.expectStatus('paused');
  const step = await playground.step();

  const second = await context.newPage();
  const other = createPlayground(second, siteUrl);
  await setUp(other, 2);
  const note = second.getByRole('alert').filter({ hasText: 'training in another tab' });
  await expect(note).toBeVisible();
  await expect(unended(second)).toHaveCount(0);
  await other.press('start');
  await other.expectStatus('finished');
  await expect(note).toBeVisible();
  await expect(second.getByTestId('kept-step')).toHaveCount(0);
  await second.close();

  await playground.reload();
  await expect(unended(page)).toContainText(`kept at step ${step} of`);
  await page.getByTestId('forget-unended').click();
  await expect(unended(page)).toHaveCount(0);
  await playground.reload();
  await expect(unended(page)).toHaveCount(0);
});

test('promise 51: what the browser removed is noticed at start', async ({ playground, page, context, siteUrl }) => {
  await setUp(playground, 50);
  await playground.press('start');
  await untilKept(page);
  await playground.press('pause');
  await playground.expectStatus('paused');
  await page.goto('about:blank');
  const client = await context.newCDPSession(page);
  const { origin } = new URL(siteUrl);
  await client.send('Storage.clearDataForOrigin', { origin, storageTypes: 'file_systems' });
  await playground.open('wasm');
  await expect(page.getByRole('alert').filter({ hasText: 'the browser has removed it since' })).toBeVisible();
  await expect(unended(page)).toHaveCount(0);
});

test('promise 51: where the browser gives no storage, that is said at start and training goes on', async ({
  siteUrl,
  workspace,
}) => {
  test.setTimeout(240_000);
  const blocked = { profile: { default_content_setting_values: { cookies: 2 } } };
  const { page, kill } = await startOwnBrowser(join(workspace, 'profile'), blocked);
  const playground = createPlayground(page, siteUrl);
  try {
    await playground.open('wasm');
    const note = page.getByRole('alert').filter({ hasText: 'the browser gives this page no storage' });
    await expect(note.first()).toBeVisible();
    await setUp(playground, 1);
    await playground.press('start');
    await playground.expectStatus('finished');
  } finally {
    await kill();
  }
});

test('promise 40: where the browser gives no storage, a run whose device is lost goes on from where the page holds it', async ({
  siteUrl,
  workspace,
}) => {
  test.setTimeout(400_000);
  const blocked = { profile: { default_content_setting_values: { cookies: 2 } } };
  const { page, kill } = await startOwnBrowser(join(workspace, 'profile'), blocked);
  await reachEngine(page.context());
  const playground = createPlayground(page, siteUrl);
  try {
    await playground.open('webgpu');
    await playground.drop([await writeSounds(join(workspace, 'sounds'), 4)]);
    await playground.expectData(12, 3);
    await playground.setNumber('Frames a clip', 32);
    await playground.setNumber('Batch', 4);
    await playground.setNumber('Epochs', 8);
    await playground.press('start');
    await expect.poll(() => playground.step(), { timeout: 120_000, intervals: [20] }).toBeGreaterThanOrEqual(8);
    await destroyDevice(page);
    await expect(page.getByText(/The run goes on from step [1-9]\d*\./)).toBeVisible({ timeout: 120_000 });
    await playground.expectStatus('finished');
  } finally {
    await kill();
  }
});
