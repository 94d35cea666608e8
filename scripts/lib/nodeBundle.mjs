import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { ROOT } from './site.mjs';

/** Modules of tests find their fixtures from where they stand, which the bundle must not change. */
const ownPlaces = {
  name: 'own-places',
  transform(code, id) {
    if (!code.includes('import.meta.') || id.includes('node_modules')) return null;
    return code
      .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
      .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)));
  },
};

/**
 * TypeScript for Node, from an entry below the repository's root, in a folder of this process, gone when it ends.
 * @param packagesInside whether packages are bundled too; else Node loads them by itself
 */
export async function bundleForNode(entry, { packagesInside = true } = {}) {
  // Inside node_modules, so that packages that stay outside the bundle are found from there.
  const cache = join(ROOT, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(join(cache, 'loaa-node-'));
  process.on('exit', () => rmSync(outDir, { recursive: true, force: true }));
  await build({
    root: ROOT,
    plugins: packagesInside ? [] : [ownPlaces],
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: packagesInside
      ? { noExternal: true, external: ['@jax-js/jax', 'onnxruntime-web', 'onnxruntime-web/webgpu'] }
      : {},
    build: {
      ssr: entry,
      outDir,
      minify: false,
      rollupOptions: {
        output: {
          entryFileNames: 'entry.mjs',
          // tfjs asks for Node's own modules by `require`.
          banner:
            "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
        },
      },
    },
  });
  return join(outDir, 'entry.mjs');
}
