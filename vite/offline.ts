import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { build, type Plugin } from 'vite';
import type { Precache, PrecacheFile } from '../src/offline/precache';
import { policyOfBuild } from './policy.ts';

const PAGE = 'index.html';
const SCRIPT = 'sw.js';
/** Files that name others by which they are found: what is reached from the page is kept. */
const NAMES_OTHERS = /\.(?:html|js|css)$/;
/** A speech enhancer of ogg-opus-decoder, 4 MB, that nothing here switches on. */
const NEVER_ASKED_FOR = /^assets\/opus-ml-/;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/**
 * What the page needs without a network: itself, every built file that is named, however indirectly, by what it loads, and
 * all that is served as it is (model, demo sounds, example, icons). Left out: the pages of the command-line runners.
 */
export function neededFiles(paths: readonly string[], read: (path: string) => string): string[] {
  const built = paths.filter((path) => path.startsWith('assets/') && !NEVER_ASKED_FOR.test(path));
  const reached = new Set<string>([PAGE]);
  for (const path of reached) {
    if (!NAMES_OTHERS.test(path)) continue;
    const text = read(path);
    for (const other of built) if (!reached.has(other) && text.includes(basename(other))) reached.add(other);
  }
  const served = paths.filter((path) => !path.startsWith('assets/') && !path.endsWith('.html') && path !== SCRIPT);
  return [...reached, ...served].sort();
}

/** The list of what is kept, with its digests. */
export function precacheOf(folder: string): Precache {
  const read = (path: string) => readFileSync(join(folder, path));
  const files = neededFiles(filesBelow(folder), (path) => read(path).toString('utf8')).map((path): PrecacheFile => {
    const bytes = read(path);
    const digest = createHash('sha256').update(bytes).digest('base64');
    return { path: path === PAGE ? '' : path, integrity: `sha256-${digest}`, bytes: bytes.length };
  });
  const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
  return { version, files };
}

/** Builds the service worker beside the page, with the list of everything that the page needs. Not while developing. */
export function offline(): Plugin {
  let root = '';
  let policy = '';
  return {
    name: 'loaa:offline',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      policy = policyOfBuild(config);
    },
    async writeBundle({ dir }, bundle) {
      if (!dir || !(PAGE in bundle)) return;
      await build({
        configFile: false,
        root,
        logLevel: 'warn',
        publicDir: false,
        define: { PRECACHE: JSON.stringify(precacheOf(dir)), POLICY: JSON.stringify(policy) },
        build: {
          outDir: dir,
          emptyOutDir: false,
          rollupOptions: {
            input: join(root, 'src/offline/offline.worker.ts'),
            output: { format: 'iife', entryFileNames: SCRIPT },
          },
        },
      });
    },
  };
}
