import { createRequire } from 'node:module';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, createServer } from 'vite';
import { describe, expect, it } from 'vitest';
import { recogniseDataset } from '../../src/dataset/recognise';
import { demoCatalogue, demoSources } from '../../src/files/demo';
import { chooseDemoSounds, demoSounds, flacSeconds } from '../../vite/demoSounds';

const folder = dirname(createRequire(import.meta.url).resolve('supersonic-scsynth-samples/package.json'));

describe('the demo sounds', () => {
  it('are six classes of short, small files', () => {
    const { files } = chooseDemoSounds(folder);
    const counts: Record<string, number> = {};
    for (const { name, bytes, seconds } of files) {
      const label = name.split('_')[0] ?? '';
      counts[label] = (counts[label] ?? 0) + 1;
      expect(bytes).toBeLessThanOrEqual(300_000);
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(3);
    }
    expect(counts).toEqual({ bd: 15, drum: 19, elec: 25, hat: 21, perc: 8, tabla: 24 });
    expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(3_654_551);
  });

  it('refuses what is no FLAC', () => {
    expect(() => flacSeconds(new Uint8Array(64))).toThrow('not a FLAC file');
  });

  it('are emitted in a build, with licence and provenance', async () => {
    const root = mkdtempSync(join(tmpdir(), 'demo-'));
    try {
      writeFileSync(join(root, 'index.html'), '<!doctype html><title>demo</title>');
      await build({ root, configFile: false, logLevel: 'silent', plugins: [demoSounds()] });
      const emitted = readdirSync(join(root, 'dist', 'demo'));
      expect(emitted).toHaveLength(112 + 3);
      expect(emitted).toEqual(expect.arrayContaining(['LICENSE.txt', 'PROVENANCE.md', 'tabla_na.flac']));
      const index: unknown = JSON.parse(readFileSync(join(root, 'dist', 'demo', 'index.json'), 'utf8'));
      expect(index).toEqual(chooseDemoSounds(folder));
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it.each(['/', '/sub/path/'])('are served below %s and recognised by their prefixes', async (base) => {
    const root = mkdtempSync(join(tmpdir(), 'demo-'));
    const server = await createServer({
      root,
      base,
      configFile: false,
      logLevel: 'silent',
      plugins: [demoSounds()],
      server: { port: 0, host: '127.0.0.1', ws: false },
    });
    try {
      await server.listen();
      const address = server.httpServer?.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      const url = `http://127.0.0.1:${port}${base}`;
      expect((await demoCatalogue(url)).licence).toContain('CC0');
      const dataset = await recogniseDataset(await demoSources(url));
      expect(dataset).toMatchObject({ layout: 'prefix', name: 'Sonic Pi percussion', problems: [] });
      expect(dataset.classes).toEqual(['bd', 'drum', 'elec', 'hat', 'perc', 'tabla']);
      const sound = await fetch(`${url}demo/tabla_na.flac`);
      expect(sound.headers.get('content-type')).toBe('audio/flac');
      expect(flacSeconds(new Uint8Array(await sound.arrayBuffer()))).toBeGreaterThan(0.1);
      const outside = await fetch(`${url}demo/loop_amen.flac`);
      expect(outside.headers.get('content-type')).not.toBe('audio/flac');
    } finally {
      await server.close();
      rmSync(root, { recursive: true });
    }
  });
});
