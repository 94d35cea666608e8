import type { Locator, Page } from '@playwright/test';

/**
 * Drops files and folders of the disk onto an element with the browser's own drag and drop, so that the page gets the same
 * DataTransfer, with entries to walk, as from a file manager.
 */
export async function dropFiles(page: Page, target: Locator, paths: readonly string[]): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error('The element to drop onto is not visible.');
  const client = await page.context().newCDPSession(page);
  const at = {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    data: { items: [], files: [...paths], dragOperationsMask: 1 },
  };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await client.send('Input.dispatchDragEvent', { type, ...at });
  }
  await client.detach();
}
