import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { ROOT } from './site.mjs';

/** The engine's TypeScript for Node, from an entry of src/headless, in a folder of this process, gone when it ends. */
export async function bundleForNode(entry) {
  // Inside node_modules, so that packages that stay outside the bundle are found from there.
  const cache = join(ROOT, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(join(cache, 'loaa-node-'));
  process.on('exit', () => rmSync(outDir, { recursive: true, force: true }));
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true, external: ['@jax-js/jax', 'onnxruntime-web', 'onnxruntime-web/webgpu'] },
    build: {
      ssr: `src/headless/${entry}.ts`,
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
