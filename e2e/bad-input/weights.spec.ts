import { BAD_WEIGHTS } from '../support/badWeights';
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
