/**
 * npm run experiment -- CONFIG.json
 * Runs one experiment, or with "seeds", "folds" or "grid" a series of them, headless in Chromium, through the page's own
 * code, and prints its result as one line of JSON, last. With "resume" each finished run of a series is kept in that file,
 * and is not made again the next time.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
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
const RESUME_VERSION = 1;
/** Finished runs of a series, by key. */
let known = {};

// The page's policy lets it connect to the hub that it was built for.
if (typeof config.hub === 'string') process.env.VITE_HUB = config.hub;
const site = await serveFolder(await buildSite('headless'));
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  page.on('console', (message) => console.error(message.text()));
  page.on('pageerror', (error) => console.error(error));
  await page.exposeFunction('loaaFinished', keep);
  await page.goto(`${site.url}headless.html`);
  if (typeof config.data === 'string' && config.data !== 'demo') {
    const folder = beside(config.data);
    if (!existsSync(folder)) throw new Error(`${folder} does not exist. Set "data" to a folder, or to "demo".`);
    await page.setInputFiles('#data', folder);
  }
  if (typeof config.backbone === 'string' && existsSync(beside(config.backbone))) {
    await page.setInputFiles('#backbone', weightFiles(beside(config.backbone)));
  }
  await page.waitForSelector('html[data-loaa]', { state: 'attached' });
  const isSeries = await page.evaluate((value) => window.loaa.isSeries(value), config);
  if (isSeries) known = readKnown();
  const answer = isSeries
    ? await page.evaluate(([value, before]) => window.loaa.experiments(value, before), [config, known])
    : await page.evaluate((value) => window.loaa.experiment(value), config);
  if (!answer.ok) {
    const { subject, cause, cure } = answer.problem;
    throw new Error(`${subject} ${cause} ${cure}`);
  }
  console.log(
    JSON.stringify(isSeries ? answer.result : { ...answer.result, adapterFile: save(answer.adapter, 'adapter.zip') }),
  );
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
    names.find((name) => name === 'model.safetensors') ??
    names.find((name) => /\.(safetensors|pth|pt|bin)$/.test(name));
  return [weights, names.find((name) => name === 'config.json')].filter(Boolean).map((name) => join(path, name));
}

/** Writes an adapter into `out` and returns its path, or null without `out`. */
function save(base64, name) {
  if (!config.out) return null;
  const folder = beside(config.out);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, Buffer.from(base64, 'base64'));
  return path;
}

/** The runs that an interrupted series left in the file of "resume", by key. */
function readKnown() {
  if (config.resume === undefined || !existsSync(beside(config.resume))) return {};
  const path = beside(config.resume);
  const stop = (cause) => {
    throw new Error(`${path} ${cause} Name another file in "resume", or remove this one.`);
  };
  let text;
  try {
    text = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return stop('is not JSON.');
  }
  const isOurs = text?.format === 'loaa-experiments' && typeof text.runs === 'object' && text.runs !== null;
  if (!isOurs) return stop('does not hold the runs of a series.');
  if (text.formatVersion !== RESUME_VERSION) return stop(`has format version ${text.formatVersion}, not 1.`);
  return text.runs;
}

/** Keeps a finished run of a series: its adapter in `out`, its numbers in `resume`. Returns the adapter's path, or null. */
function keep({ key, settings, result }, adapter) {
  const adapterFile = save(adapter, `${slug(key, settings)}.zip`);
  known[key] = { settings, result, adapterFile };
  if (config.resume !== undefined) {
    const path = beside(config.resume);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      `${path}.part`,
      JSON.stringify({ format: 'loaa-experiments', formatVersion: RESUME_VERSION, runs: known }),
    );
    renameSync(`${path}.part`, path);
  }
  return adapterFile;
}

/** A file name for a run of the series: `adapter-seed-1-fold-2-` and the start of its key's hash. */
function slug(key, settings) {
  const plain = Object.entries(settings).filter(([, value]) => typeof value !== 'object');
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return ['adapter', ...plain.flat(), hash]
    .join('-')
    .replace(/[^\w.-]+/g, '-')
    .slice(-120);
}
