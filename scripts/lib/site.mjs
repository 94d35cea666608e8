import { createReadStream, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.flac': 'audio/flac',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/**
 * Builds the site, or with mode `headless` its headless page alone, into a folder of this process, gone when it ends.
 * Returns the folder.
 */
export async function buildSite(mode = 'production') {
  const outDir = join(ROOT, 'node_modules', '.cache', `loaa-${mode}-${process.pid}`);
  process.on('exit', () => rmSync(outDir, { recursive: true, force: true }));
  await build({ root: ROOT, mode, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  return outDir;
}

/**
 * Serves a folder on a free port of this machine, under a sub-path as any static host might. With `isolated`, the page gets
 * the headers that WebAssembly's threads need.
 */
export async function serveFolder(folder, { isolated = true, base = '/playground/' } = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const inside = decodeURIComponent(pathname.slice(base.length)) || 'index.html';
    const path = normalize(join(folder, inside.endsWith('/') ? `${inside}index.html` : inside));
    const size = pathname.startsWith(base) && path.startsWith(folder + sep) ? sizeOf(path) : null;
    if (size === null) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'content-length': size,
      ...(isolated && {
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      }),
    });
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return { url: `http://127.0.0.1:${port}${base}`, close: () => new Promise((resolve) => server.close(resolve)) };
}

function sizeOf(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? stat.size : null;
}
