import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Browser, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../../scripts/lib/chromium.mjs';

/** A Chromium of its own on a profile of the disk, that may be killed and started again. */
export interface OwnBrowser {
  readonly page: Page;
  /** Ends the browser's process at once, as a crash does. */
  kill(): Promise<void>;
  /** Ends the browser as a person does: what it writes late is written. */
  close(): Promise<void>;
}

/** Starts a browser on a profile, which is made where there is none; `preferences` are the browser's own, by their paths. */
export async function startOwnBrowser(profile: string, preferences?: object): Promise<OwnBrowser> {
  if (preferences) {
    await mkdir(join(profile, 'Default'), { recursive: true });
    await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  }
  const own = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, '--window-size=1360,900'];
  const child = spawn(findChromium(), [...CHROMIUM_FLAGS, ...own, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const browser: Browser = await chromium.connectOverCDP(await addressOf(child));
  const [context] = browser.contexts();
  if (!context) throw new Error('The browser has no context.');
  const page = context.pages()[0] ?? (await context.newPage());
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    page,
    async kill() {
      child.kill('SIGKILL');
      await ended;
      await browser.close().catch(() => undefined);
    },
    async close() {
      await (await browser.newBrowserCDPSession()).send('Browser.close');
      await ended;
      await browser.close().catch(() => undefined);
    },
  };
}

/** Where the browser listens, as it says when it has started. */
async function addressOf({ stderr }: ChildProcess): Promise<string> {
  if (!stderr) throw new Error('The browser says nothing.');
  for await (const line of createInterface({ input: stderr })) {
    const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (address) {
      stderr.resume();
      return address;
    }
  }
  throw new Error('The browser ended before it listened.');
}
