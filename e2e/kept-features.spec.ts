import type { Page } from '@playwright/test';
import { writeSounds } from './support/sounds';
import { expect, test } from './support/test';

/** The kept entries by name, as bytes in base64. */
const entriesOf = (page: Page) =>
  page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('features', { create: true });
    const out: Record<string, number[]> = {};
    for await (const [name, handle] of folder.entries()) {
      const file = await (handle as FileSystemFileHandle).getFile();
      out[name] = [...new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))];
    }
    return out;
  });

/** Turns a bit in the middle of an entry. */
const damage = (page: Page, name: string) =>
  page.evaluate(async (key) => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('features');
    const handle = await folder.getFileHandle(key);
    const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
    const at = bytes.length >> 1;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const stream = await handle.createWritable();
    await stream.write(bytes);
    await stream.close();
  }, name);

test('features are kept on disk: a second drop decodes only what is damaged, and a button forgets them', async ({
  playground,
  page,
  workspace,
}) => {
  const sounds = await writeSounds(workspace, 4);
  const note = page.getByTestId('kept-features');
  await playground.open('cpu');
  await playground.drop([sounds]);
  await playground.expectData(12, 3);
  await expect(note).toContainText('Features of 12 sounds');
  const before = await entriesOf(page);
  const [name = ''] = Object.keys(before);
  expect(Object.keys(before)).toHaveLength(12);

  await damage(page, name);
  expect(await entriesOf(page)).not.toEqual(before);
  await playground.reload();
  await playground.drop([sounds]);
  await playground.expectData(12, 3);
  await expect(note).toContainText('11 decodings were spared');
  await expect(note).toContainText('Features of 12 sounds');
  expect(await entriesOf(page)).toEqual(before);

  await note.getByRole('button', { name: 'Forget them' }).click();
  await expect(note).toHaveCount(0);
  expect(await entriesOf(page)).toEqual({});
  await playground.drop([sounds]);
  await playground.expectData(12, 3);
});

test('where the disk is full, sounds are prepared all the same', async ({ playground, page, workspace, siteUrl }) => {
  const sounds = await writeSounds(workspace, 4);
  await playground.open('cpu');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(siteUrl).origin, quotaSize: 1 });
  await playground.drop([sounds]);
  await playground.expectData(12, 3);
  await expect(playground.data.getByRole('alert')).toHaveCount(0);
  await expect(page.getByTestId('start')).toBeEnabled();
});
