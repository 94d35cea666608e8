import { createHash } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveFolder } from '../../scripts/lib/site.mjs';
import { SITE_FOLDER } from './globalSetup';
import { test as guarded } from './test';

/** The built site on a static host of its own that sends no headers, in a folder that a test may change. */
export interface PlainHost {
  readonly url: string;
  readonly folder: string;
  /** No more answers: the network is gone. */
  close(): Promise<void>;
  /** Uploads another version: the same site under another title. What is damaged is uploaded, but not what the list promises. */
  publish(title: string, options?: { readonly isDamaged?: boolean }): Promise<void>;
}

const digest = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** A test whose pages may have the service worker, on a plain host. */
export const test = guarded.extend<{ readonly host: PlainHost }>({
  serviceWorkers: 'allow',
  host: async ({ workspace, guard }, provide) => {
    const folder = join(workspace, 'site');
    await cp(process.env[SITE_FOLDER] ?? '', folder, { recursive: true });
    const server = await serveFolder(folder, { isolated: false, base: '/somebody/loaa/' });
    guard.allowOrigin(new URL(server.url).origin);
    let isOpen = true;
    const close = async () => {
      if (isOpen) await server.close();
      isOpen = false;
    };
    await provide({
      url: server.url,
      folder,
      close,
      async publish(title, { isDamaged = false } = {}) {
        const page = join(folder, 'index.html');
        const worker = join(folder, 'sw.js');
        const [before, script] = await Promise.all([readFile(page, 'utf8'), readFile(worker, 'utf8')]);
        const after = before.replace(/<title>.*<\/title>/, `<title>${title}</title>`);
        const version = /version:\s*["'`]([0-9a-f]{16})["'`]/.exec(script)?.[1] ?? '';
        const next = createHash('sha256').update(title).digest('hex').slice(0, 16);
        await writeFile(worker, script.replaceAll(version, next).replaceAll(digest(before), digest(after)));
        await writeFile(page, isDamaged ? `${after} ` : after);
      },
    });
    await close();
  },
});
