import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '../chromium.mjs';
import { buildSite, serveFolder } from '../site.mjs';

/** The page of the command-line runners in a headless browser, with what the checks ask of it. */
export async function openPage() {
  const site = await serveFolder(await buildSite('headless'));
  const browser = await launchChromium();
  /** A fresh page for each task: sessions do not share anything. */
  const fresh = async (data) => {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`${site.url}headless.html`);
    if (data) await page.setInputFiles('#data', data);
    await page.waitForSelector('html[data-loaa]', { state: 'attached' });
    return page;
  };
  const sound = (answer) => {
    if (answer.ok) return answer;
    const { subject, cause, cure } = answer.problem;
    throw new Error(`The page: ${subject} ${cause} ${cure}`);
  };
  return {
    /** Trains; writes bundle.zip and model.onnx into a folder. Answers with the experiment's result. */
    async train(config, folder) {
      const page = await fresh(config.data === 'demo' ? null : config.data);
      const { result, adapter, onnx } = sound(
        await page.evaluate((value) => window.loaa.experiment(value, { onnx: true }), config),
      );
      await page.close();
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'bundle.zip'), Buffer.from(adapter, 'base64'));
      writeFileSync(join(folder, 'model.onnx'), Buffer.from(onnx, 'base64'));
      return result;
    },
    /** Imports an adapter's files as a person would, and answers what it says of each sound: scores by label. */
    async predict(adapterFiles, sounds) {
      const page = await fresh(null);
      await page.setInputFiles('#adapter', adapterFiles);
      await page.setInputFiles('#sounds', sounds);
      const answer = sound(await page.evaluate(() => window.loaa.predictions('wasm')));
      await page.close();
      return answer.predictions;
    },
    async close() {
      await browser.close();
      await site.close();
    },
  };
}
