import { readFileSync } from 'node:fs';
import { launchChromium } from './chromium.mjs';
import { buildSite, serveFolder } from './site.mjs';

/** Tasks of the main thread over 50 ms, as the browser notes them, into `window.longTasks`: [start, milliseconds] each. */
function watchLongTasks() {
  const tasks = [];
  window.longTasks = tasks;
  new window.PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });
}

/**
 * The built site in a browser of its own, with what the browser counts of it: processor time, memory, long tasks. End it.
 * @param flags of the browser
 */
export async function openBuiltSite(flags = []) {
  const site = await serveFolder(await buildSite());
  const browser = await launchChromium(flags);
  const devtools = await browser.newBrowserCDPSession();
  const processes = async () => (await devtools.send('SystemInfo.getProcessInfo')).processInfo;
  return {
    version: browser.version(),

    async open(path) {
      const context = await browser.newContext({ serviceWorkers: 'block' });
      const page = await context.newPage();
      page.on('pageerror', (error) => console.error(error));
      await page.addInitScript(watchLongTasks);
      await page.goto(`${site.url}${path}`);
      return page;
    },

    /** Opens the playground and waits for its engine and bundled model. */
    async openPlayground(backend) {
      const page = await this.open(`?backend=${backend}`);
      await page.locator('[data-testid="backend-badge"][data-status="ready"]').waitFor();
      await page.getByTestId('step-model').getByText('ViT-Nano').waitFor();
      return page;
    },

    /** Seconds of processor time that all processes of the browser have used. */
    async processorSeconds() {
      return (await processes()).reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    },

    /** Watches the memory of the browser's pages; `peak()` and `now()` give bytes of the largest one, null off Linux. */
    async watchMemory() {
      const ids = (await processes()).filter(({ type }) => type === 'renderer').map(({ id }) => id);
      return createMemoryWatch(ids);
    },

    async end() {
      await browser.close();
      await site.close();
    },
  };
}

/** The longest task of a page since a moment of its clock, and how many were over `limit` milliseconds. */
export async function longTasksSince(page, since, limit) {
  const tasks = await page.evaluate(() => window.longTasks);
  const durations = tasks.filter(([start]) => start >= since).map(([, duration]) => duration);
  return { longest: Math.max(0, ...durations), over: durations.filter((duration) => duration > limit).length };
}

const SAMPLE_MS = 20;

/** The memory of processes, sampled: what is theirs, and what they share with others, but no mapped files (the browser's code). */
function createMemoryWatch(ids) {
  const read = () => {
    let largest = null;
    for (const id of ids) {
      try {
        const text = readFileSync(`/proc/${id}/status`, 'utf8');
        const of = (key) => 1024 * Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(text)?.[1] ?? 0);
        largest = Math.max(largest ?? 0, of('RssAnon') + of('RssShmem'));
      } catch {
        // Gone, or not on Linux.
      }
    }
    return largest;
  };
  let peak = read();
  const timer = setInterval(() => (peak = Math.max(peak, read())), SAMPLE_MS);
  return {
    now: read,
    peak: () => peak,
    restart: () => (peak = read()),
    end: () => clearInterval(timer),
  };
}
