import { CHROMIUM_FLAGS, findChromium } from '../scripts/lib/chromium.mjs';
import { expect, test } from './support/test';

test.use({
  launchOptions: {
    executablePath: findChromium(),
    args: [...CHROMIUM_FLAGS, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream=deny'],
  },
});

test('a microphone that is denied is told with its cure, and can be asked for again', async ({ playground, page }) => {
  await playground.open('wasm');
  await playground.show('data');
  await page.getByText('Record a class with the microphone').click();
  const button = page.getByTestId('mic-on-record');
  await button.click();
  const problem = page.getByTestId('record-box').getByRole('alert');
  await expect(problem).toContainText('The microphone');
  await expect(problem).toContainText('may not be used');
  await expect(problem).toContainText('Allow the microphone');
  await expect(page.getByTestId('mic-mark')).toHaveCount(0);
  await expect(button).toBeEnabled();
});
