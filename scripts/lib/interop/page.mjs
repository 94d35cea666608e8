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
    /** Trains with every method of the page in one session; writes a bundle.zip for each into a folder of its name. */
    async trainEveryMethod(config, folder) {
      const page = await fresh(config.data === 'demo' ? null : config.data);
      const methods = await page.evaluate(() => window.loaa.methods());
      await page.exposeFunction('loaaFinished', ({ settings }, bundle) => {
        mkdirSync(join(folder, settings.method), { recursive: true });
        writeFileSync(join(folder, settings.method, 'bundle.zip'), Buffer.from(bundle, 'base64'));
        return null;
      });
      sound(
        await page.evaluate((value) => window.loaa.experiments(value, {}), { ...config, grid: { method: methods } }),
      );
      await page.close();
      return methods;
    },
    /** What the page makes of a folder, and how it divides it by each of the options. */
    async recognise(folder, options) {
      const page = await fresh(folder);
      const { dataset } = sound(await page.evaluate((value) => window.loaa.recognise(value), options));
      await page.close();
      return dataset;
    },
    async close() {
      await browser.close();
      await site.close();
    },
  };
}
