import type { BrowserContext } from '@playwright/test';

/**
 * Makes a context's pages and workers find no `navigator.gpu`, as in browsers that lack WebGPU. Chromium has no flag for
 * that, so the property is deleted: in pages before their scripts, in workers by a line before the script that is served.
 */
export async function removeWebGpu(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'gpu');
  });
  await context.route(/\.worker-[^/]+\.js$/, async (route) => {
    const response = await route.fetch();
    const body = `Reflect.deleteProperty(WorkerNavigator.prototype, 'gpu');\n${await response.text()}`;
    await route.fulfill({ response, body });
  });
}
