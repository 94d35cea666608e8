/**
 * npm run experiment -- CONFIG.json
 * Runs one experiment headless in Chromium, through the page's own code, and prints its result as one line of JSON, last.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { launchChromium } from './lib/chromium.mjs';
import { buildSite, serveFolder } from './lib/site.mjs';

const [configPath] = process.argv.slice(2);
if (!configPath) {
  console.error('Use: npm run experiment -- CONFIG.json (see README.md, "Experiments from the command line").');
  process.exit(2);
}
const config = JSON.parse(readFileSync(configPath, 'utf8'));
const beside = (path) => resolve(dirname(configPath), path);

const site = await serveFolder(await buildSite('headless'));
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  page.on('console', (message) => console.error(message.text()));
  page.on('pageerror', (error) => console.error(error));
  await page.goto(`${site.url}headless.html`);
  if (typeof config.data === 'string' && config.data !== 'demo') {
    const folder = beside(config.data);
    if (!existsSync(folder)) throw new Error(`${folder} does not exist. Set "data" to a folder, or to "demo".`);
    await page.setInputFiles('#data', folder);
  }
  if (typeof config.backbone === 'string' && existsSync(beside(config.backbone))) {
    await page.setInputFiles('#backbone', weightFiles(beside(config.backbone)));
  }
  await page.waitForFunction('window.loaa !== undefined');
  const answer = await page.evaluate((value) => window.loaa.experiment(value), config);
  if (!answer.ok) {
    const { subject, cause, cure } = answer.problem;
    throw new Error(`${subject} ${cause} ${cure}`);
  }
  console.log(JSON.stringify({ ...answer.result, adapterFile: save(answer.adapter) }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await browser.close();
  await site.close();
}

/** A weights file with the config.json beside it, or both out of a folder. */
function weightFiles(path) {
  if (!statSync(path).isDirectory()) {
    const json = join(dirname(path), 'config.json');
    return existsSync(json) ? [path, json] : [path];
  }
  const names = readdirSync(path);
  const weights =
    names.find((name) => name === 'model.safetensors') ?? names.find((name) => /\.(safetensors|pth|pt|bin)$/.test(name));
  return [weights, names.find((name) => name === 'config.json')].filter(Boolean).map((name) => join(path, name));
}

/** Writes the adapter into `out` and returns its path, or null without `out`. */
function save(base64) {
  if (!config.out) return null;
  const folder = beside(config.out);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'adapter.zip');
  writeFileSync(path, Buffer.from(base64, 'base64'));
  return path;
}
