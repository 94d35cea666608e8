import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BAD_WEIGHTS } from '../support/badWeights';
import { writeSounds } from '../support/sounds';
import { expect, test } from '../support/test';

for (const { what, name, bytes, says } of BAD_WEIGHTS) {
  test(`${what} is refused with cause and cure, and the loaded backbone stays`, async ({ playground, page }) => {
    await playground.open('cpu');
    await playground.openBackbones();
    const file = { name, mimeType: 'application/octet-stream', buffer: Buffer.from(await bytes()) };
    await page.getByTestId('backbone-input').setInputFiles(file);
    const alert = playground.backbone.getByRole('alert');
    for (const words of says) await expect(alert).toContainText(words);
    await expect(alert).toContainText('The backbone that was loaded before is still in place.');
    await expect(playground.backbone.getByText('ViT-Nano', { exact: true })).toBeVisible();
  });
}

test('promise 8: weights with NaN are loaded, tensor and count are shown, and training waits for a yes', async ({
  playground,
  page,
  workspace,
}) => {
  const raw = await readFile(new URL('../../public/models/vit-nano/model.safetensors', import.meta.url));
  const start = 8 + raw.readUInt32LE(0);
  const header = JSON.parse(raw.subarray(8, start).toString()) as Record<string, { data_offsets: [number, number] }>;
  const [from = 0] = header['blocks.0.mlp.fc1.bias']?.data_offsets ?? [];
  for (const i of [0, 1, 2]) raw.writeFloatLE(Number.NaN, start + from + 4 * i);

  await playground.open('cpu');
  await playground.drop([await writeSounds(join(workspace, 'sounds'), 2)]);
  await playground.expectData(6, 3);
  await expect(page.getByTestId('start')).toBeEnabled();
  await playground.openBackbones();
  const file = { name: 'nan.safetensors', mimeType: 'application/octet-stream', buffer: raw };
  await page.getByTestId('backbone-input').setInputFiles(file);
  const alert = playground.backbone.getByRole('alert');
  await expect(alert).toContainText('It holds 3 values that are NaN or infinite, in blocks.0.fc1.bias (3).');
  await expect(page.getByTestId('start')).toBeDisabled();
  await playground.backbone.getByLabel('Train with these weights all the same').check();
  await expect(page.getByTestId('start')).toBeEnabled();
});
