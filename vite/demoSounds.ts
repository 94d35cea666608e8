import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import type { DemoCatalogue } from '../src/files/demo';

/** The classes of the demo set: prefixes of the names of Sonic Pi's samples. */
const CLASSES = ['bd', 'drum', 'elec', 'hat', 'perc', 'tabla'] as const;
const MOST_BYTES = 300_000;
const MOST_SECONDS = 3;

/** One file that the plugin serves and emits below `demo/`. */
interface DemoFile {
  readonly type: string;
  readonly read: () => Uint8Array<ArrayBuffer>;
}

/**
 * Length in seconds by a FLAC file's STREAMINFO: total samples / sample rate.
 * Source: RFC 9639, section 8.2.
 */
export function flacSeconds(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== 0x664c6143) throw new Error('not a FLAC file');
  const sampleRate = view.getUint32(18) >>> 12;
  const samples = (view.getUint8(21) & 0x0f) * 2 ** 32 + view.getUint32(22);
  return samples / sampleRate;
}

/** The folder of the package `supersonic-scsynth-samples`. */
function packageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('supersonic-scsynth-samples/package.json'));
}

/** The demo set: samples of the six classes, at most 300 kB and 3 seconds each, in alphabetical order. */
export function chooseDemoSounds(folder: string): DemoCatalogue {
  const files = readdirSync(join(folder, 'samples'))
    .filter((name) => name.endsWith('.flac') && CLASSES.some((label) => name.startsWith(`${label}_`)))
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(folder, 'samples', name));
      return { name, bytes: bytes.length, seconds: Math.round(flacSeconds(bytes) * 1000) / 1000 };
    })
    .filter((file) => file.bytes <= MOST_BYTES && file.seconds <= MOST_SECONDS);
  return {
    title: 'Sonic Pi percussion',
    licence: 'CC0-1.0 (demo/LICENSE.txt)',
    source: 'https://www.npmjs.com/package/supersonic-scsynth-samples',
    provenance: 'demo/PROVENANCE.md',
    files,
  };
}

/** All files of `demo/` by name: the index, the licence, where each sound comes from, and the sounds. */
function demoFiles(folder: string): ReadonlyMap<string, DemoFile> {
  const catalogue = chooseDemoSounds(folder);
  const fromPackage = (...path: string[]) => new Uint8Array(readFileSync(join(folder, ...path)));
  const index = () => new TextEncoder().encode(`${JSON.stringify(catalogue, null, 1)}\n`);
  return new Map<string, DemoFile>([
    ['index.json', { type: 'application/json', read: index }],
    ['LICENSE.txt', { type: 'text/plain', read: () => fromPackage('LICENSE') }],
    ['PROVENANCE.md', { type: 'text/markdown', read: () => fromPackage('PROVENANCE.md') }],
    ...catalogue.files.map(
      ({ name }) => [name, { type: 'audio/flac', read: () => fromPackage('samples', name) }] as [string, DemoFile],
    ),
  ]);
}

/** Serves the demo sounds below `demo/` while developing and emits them in a build; they are never committed. */
export function demoSounds(): Plugin {
  const folder = packageFolder();
  return {
    name: 'demo-sounds',
    configureServer(server) {
      const files = demoFiles(folder);
      const root = `${server.config.base.replace(/\/$/, '').replace(/^\.$/, '')}/demo/`;
      server.middlewares.use((request, response, next) => {
        const path = (request.url ?? '').replace(/[?#].*$/, '');
        const file = path.startsWith(root) ? files.get(path.slice(root.length)) : undefined;
        if (!file) return next();
        const bytes = file.read();
        response.setHeader('Content-Type', file.type);
        response.setHeader('Content-Length', bytes.length);
        response.end(bytes);
      });
    },
    generateBundle() {
      for (const [name, file] of demoFiles(folder)) {
        this.emitFile({ type: 'asset', fileName: `demo/${name}`, source: file.read() });
      }
    },
  };
}
