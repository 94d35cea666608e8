/**
 * Drops files and folders of the disk onto an element with the browser's own drag and drop, so that the page gets the same
 * DataTransfer, with entries to walk, as from a file manager.
 */
export async function dropFiles(page, target, paths) {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error('The element to drop onto is not visible.');
  const client = await page.context().newCDPSession(page);
  const at = {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    data: { items: [], files: [...paths], dragOperationsMask: 1 },
  };
  for (const type of ['dragEnter', 'dragOver', 'drop']) await client.send('Input.dispatchDragEvent', { type, ...at });
  await client.detach();
}
