import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeSource, problemFrom } from '../../tests/files/fakes';
import { demoSources } from './demo';
import { openSource, readSource, type ByteSource } from './source';
import { readText } from './text';

const failing = (name: string): ByteSource => {
  const file = new File(['x'], 'a.wav');
  Object.assign(file, { slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('no', name)) }) });
  return { kind: 'file', path: 'set/a.wav', size: 1, file };
};

describe('a file', () => {
  it('opens as itself', async () => {
    const source = fakeSource('a.wav', 'abc');
    expect(await openSource(source)).toBe(source.kind === 'file' && source.file);
    expect(new Uint8Array(await readSource(source))).toEqual(new Uint8Array([97, 98, 99]));
  });

  it.each([
    ['NotFoundError', 'files.vanished'],
    ['NotReadableError', 'files.unreadable'],
    ['NotAllowedError', 'files.unreadable'],
    ['SomethingElse', 'files.unreadable'],
  ])('that gives a %s is named', async (name, code) => {
    expect(await problemFrom(openSource(failing(name)))).toMatchObject({
      code,
      subject: 'set/a.wav',
      severity: 'error',
    });
  });

  it('that vanishes after it was opened is named too', async () => {
    const file = new File(['x'], 'a.wav');
    Object.assign(file, { arrayBuffer: () => Promise.reject(new DOMException('no', 'NotFoundError')) });
    const source: ByteSource = { kind: 'file', path: 'a.wav', size: 1, file };
    expect(await problemFrom(readSource(source))).toMatchObject({ code: 'files.vanished' });
  });

  it('is not opened once aborted', async () => {
    const opened = openSource(fakeSource('a.wav'), AbortSignal.abort());
    await expect(opened).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('readText', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode('é,1')],
    ['UTF-8 with a mark', new TextEncoder().encode('\uFEFFé,1')],
    ['UTF-16 LE', new Uint8Array([0xff, 0xfe, 0xe9, 0, 0x2c, 0, 0x31, 0])],
    ['UTF-16 BE', new Uint8Array([0xfe, 0xff, 0, 0xe9, 0, 0x2c, 0, 0x31])],
  ])('reads %s', async (_, bytes) => {
    expect(await readText(fakeSource('a.csv', new Uint8Array(bytes)))).toBe('é,1');
  });

  it('refuses a table beyond measure', async () => {
    const source = { ...fakeSource('a.csv', 'x'), size: 2 ** 28 };
    expect(await problemFrom(readText(source))).toMatchObject({ code: 'files.text-size' });
  });
});

describe('an address', () => {
  let server: Server;
  let base: string;
  const index = {
    title: 'Demo',
    licence: 'CC0-1.0',
    source: 'https://example.org',
    provenance: 'demo/PROVENANCE.md',
    files: [{ name: 'bd_808.flac', bytes: 5, seconds: 1 }],
  };
  const answers: Record<string, { status?: number; type?: string; body: string }> = {
    '/site/a.wav': { body: 'sound' },
    '/site/page.wav': { type: 'text/html; charset=utf-8', body: '<html>' },
    '/site/broken.wav': { status: 500, body: '' },
    '/site/demo/index.json': { type: 'application/json', body: JSON.stringify(index) },
    '/site/demo/bd_808.flac': { body: 'drums' },
    '/evil/demo/index.json': {
      body: JSON.stringify({ ...index, files: [{ name: '../x.flac', bytes: 1, seconds: 1 }] }),
    },
    '/text/demo/index.json': { body: 'not json' },
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/site/short.wav') {
        response.writeHead(200, { 'Content-Length': 100 }).write('half');
        setTimeout(() => response.destroy(), 20);
        return;
      }
      const { status = 200, type = 'audio/wav', body } = answers[request.url ?? ''] ?? { status: 404, body: 'none' };
      response.writeHead(status, { 'Content-Type': type }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
  });

  const at = (path: string, size = 0): ByteSource => ({ kind: 'url', path: 'demo/a.wav', size, url: base + path });

  it('is downloaded', async () => {
    expect(await (await openSource(at('/site/a.wav', 5))).text()).toBe('sound');
  });

  it.each([
    ['/site/none.wav', 0, 'files.http'],
    ['/site/broken.wav', 0, 'files.http'],
    ['/site/page.wav', 0, 'files.html'],
    ['/site/a.wav', 6, 'files.short'],
    ['/site/short.wav', 0, 'files.network'],
  ])('%s of %d bytes gives %s', async (path, size, code) => {
    expect(await problemFrom(openSource(at(path, size)))).toMatchObject({ code, subject: 'demo/a.wav' });
  });

  it('out of reach is named', async () => {
    const source: ByteSource = { kind: 'url', path: 'a.wav', size: 0, url: 'http://127.0.0.1:1/a.wav' };
    expect(await problemFrom(openSource(source))).toMatchObject({ code: 'files.network' });
  });

  it('stops when aborted', async () => {
    const opened = openSource(at('/site/a.wav'), AbortSignal.abort());
    await expect(opened).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('gives the demo sounds below any path', async () => {
    const sources = await demoSources(`${base}/site/`);
    expect(sources).toEqual([{ kind: 'url', path: 'Demo/bd_808.flac', size: 5, url: `${base}/site/demo/bd_808.flac` }]);
    expect(await (await openSource(sources[0] ?? at(''))).text()).toBe('drums');
  });

  it.each(['/evil/', '/text/'])('refuses the list of demo sounds of %s', async (path) => {
    expect(await problemFrom(demoSources(base + path))).toMatchObject({ code: 'files.demo' });
  });
});
