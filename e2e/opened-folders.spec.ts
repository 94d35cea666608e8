import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { keptRuns } from './support/keptRuns';
import { startOwnBrowser } from './support/ownBrowser';
import { createPlayground, type Playground } from './support/playground';
import { soundFile, VOICE_NAMES, writeSounds } from './support/sounds';
import { expect, test } from './support/test';

const PER_CLASS = 8;
const CLIPS = PER_CLASS * VOICE_NAMES.length;

const unended = (page: Page) => page.getByTestId('unended');

/** A run on what is open, cut off behind its first step that is kept. */
async function cutOff(playground: Playground, page: Page): Promise<void> {
  await playground.press('start');
  await expect(page.getByTestId('kept-step')).toContainText(/kept at step [1-9]/, { timeout: 120_000 });
  await playground.press('pause');
  await playground.expectStatus('paused');
}

async function shorten(playground: Playground): Promise<void> {
  await playground.expectData(CLIPS, VOICE_NAMES.length);
  await playground.setNumber('Frames a clip', 64);
  await playground.setNumber('Batch', 8);
  await playground.setNumber('Epochs', 4);
}

/**
 * A folder of sounds in the page's private file system, and a picker that answers with it: no program can press the buttons of
 * the browser's own. The handle is the browser's, as that picker's is.
 */
async function offerFolder(page: Page): Promise<void> {
  const sounds = VOICE_NAMES.flatMap((voice) =>
    Array.from({ length: PER_CLASS }, (_, i) => ({ voice, name: `${i}.wav`, bytes: [...soundFile(voice, i)] })),
  );
  await page.evaluate(async (files) => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('chosen', { create: true });
    for (const { voice, name, bytes } of files) {
      const inside = await folder.getDirectoryHandle(voice, { create: true });
      const writable = await (await inside.getFileHandle(name, { create: true })).createWritable();
      await writable.write(new Uint8Array(bytes));
      await writable.close();
    }
  }, sounds);
}

test('promise 53: a run on a chosen folder goes on after a reload without choosing it again', async ({
  playground,
  page,
}) => {
  test.setTimeout(240_000);
  await page.addInitScript(() => {
    const showDirectoryPicker = async () =>
      (await navigator.storage.getDirectory()).getDirectoryHandle('chosen') as Promise<FileSystemDirectoryHandle>;
    Object.assign(window, { showDirectoryPicker });
  });
  await playground.open('wasm');
  await offerFolder(page);
  await playground.show('data');
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await shorten(playground);
  await playground.press('start');
  await playground.expectStatus('finished');
  await expect.poll(async () => (await keptRuns(page)).length).toBe(1);
  await cutOff(playground, page);

  await playground.reload();
  await expect(unended(page)).toContainText('Opens “chosen” again');
  await page.getByTestId('go-on').click();
  await playground.expectStatus('finished');
  await expect.poll(async () => (await keptRuns(page)).length).toBe(2);
  const [undisturbed, resumed] = await keptRuns(page);
  expect(resumed).toEqual(undisturbed);
});

test('where the browser has no picker of folders, a file input chooses one', async ({
  playground,
  page,
  workspace,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showDirectoryPicker'));
  const folder = await writeSounds(join(workspace, 'sounds'), PER_CLASS);
  await playground.open('cpu');
  await playground.show('data');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a folder' }).click(),
  ]);
  await chooser.setFiles(folder);
  await playground.expectData(CLIPS, VOICE_NAMES.length);
});

test('promise 53: a folder that the browser does not let the page read again is named, with the cause and what to do', async ({
  siteUrl,
  workspace,
}) => {
  test.setTimeout(240_000);
  const profile = join(workspace, 'profile');
  const folder = await writeSounds(join(workspace, 'night sounds'), PER_CLASS);
  const first = await startOwnBrowser(profile);
  const before = createPlayground(first.page, siteUrl);
  await before.open('wasm');
  await before.drop([folder]);
  await shorten(before);
  await cutOff(before, first.page);
  await first.close();

  const refusing = { profile: { default_content_setting_values: { file_system_read_guard: 2 } } };
  const { page, kill } = await startOwnBrowser(profile, refusing);
  const playground = createPlayground(page, siteUrl);
  try {
    await playground.open('wasm');
    await expect(unended(page)).toContainText('Opens “night sounds” again');
    await page.getByTestId('go-on').click();
    const note = unended(page).getByRole('alert');
    await expect(note).toContainText('night sounds');
    await expect(note).toContainText('this page is not allowed to read files of an earlier visit');
    await expect(note).toContainText('Drop it again to go on, or allow it in the settings that the browser has');
    await expect(unended(page)).toContainText('Resume run?');

    await playground.drop([folder]);
    await playground.expectData(CLIPS, VOICE_NAMES.length);
    await page.getByTestId('go-on').click();
    await playground.expectStatus('finished');
  } finally {
    await kill();
  }
});
