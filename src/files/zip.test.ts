import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../tests/files/fakes';
import { expandZips } from './expandZips';
import { openSource, readSource, type ByteSource } from './source';

interface Packed {
  readonly name: string;
  readonly text: string;
  readonly stored?: boolean;
  readonly password?: string;
}

async function pack(...entries: Packed[]): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  for (const { name, text, stored, password } of entries) {
    await writer.add(name, new TextReader(text), { level: stored ? 0 : 6, ...(password ? { password } : {}) });
  }
  return new Uint8Array(await (await writer.close()).arrayBuffer());
}

/** Replaces every occurrence of one ASCII text by another of its length: names in both headers at once. */
function replaced(bytes: Uint8Array<ArrayBuffer>, from: string, to: string): Uint8Array<ArrayBuffer> {
  const text = Buffer.from(bytes).toString('latin1').replaceAll(from, to);
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

const archive = (bytes: Uint8Array<ArrayBuffer>, path = 'set.zip'): ByteSource => {
  const file = new File([bytes], path.split('/').at(-1) ?? path);
  return { kind: 'file', path, size: file.size, file };
};

const textOf = async (source: ByteSource | undefined) => {
  if (!source) throw new Error('no such source');
  return (await openSource(source)).text();
};

describe('expandZips', () => {
  it('lists folders within an archive, reads each file, and leaves other files alone', async () => {
    const long = 'bark '.repeat(10_000);
    const bytes = await pack(
      { name: 'dog/1.wav', text: long },
      { name: 'cat/1.wav', text: 'meow', stored: true },
      { name: '__MACOSX/dog/._1.wav', text: 'x' },
      { name: 'cat/.DS_Store', text: 'x' },
    );
    const other: ByteSource = { kind: 'file', path: 'a.wav', size: 1, file: new File(['x'], 'a.wav') };
    const { sources, problems } = await expandZips([other, archive(bytes, 'down/set.zip')]);
    expect(problems).toEqual([]);
    expect(sources.map(({ path, size }) => [path, size])).toEqual([
      ['a.wav', 1],
      ['down/set/dog/1.wav', 50_000],
      ['down/set/cat/1.wav', 4],
    ]);
    expect(await textOf(sources[1])).toBe(long);
    expect(await textOf(sources[2])).toBe('meow');
    expect(await textOf(sources[1])).toBe(long);
  });

  it('serves a source that was cloned to another thread', async () => {
    const { sources } = await expandZips([archive(await pack({ name: 'a.wav', text: 'sound' }))]);
    const source = sources[0];
    if (source?.kind !== 'zip') throw new Error('not a zip source');
    const clone = { ...source, archive: new File([source.archive], 'set.zip') };
    expect(await textOf(clone)).toBe('sound');
    expect(await textOf({ ...clone, archiveId: 'another' })).toBe('sound');
  });

  it('promise 33: leaves out unsafe, locked and doubled names, each with its reason', async () => {
    let bytes = await pack(
      { name: 'AAevil.wav', text: 'x' },
      { name: 'BB/evil.wav', text: 'x' },
      { name: 'locked.wav', text: 'x', password: 'secret' },
      { name: 'twin1.wav', text: '1' },
      { name: 'twin2.wav', text: '2' },
      { name: 'good.wav', text: 'good' },
    );
    bytes = replaced(replaced(bytes, 'AAevil', '../evi'), 'BB/evil', '/x/evil');
    bytes = replaced(bytes, 'twin2.wav', 'twin1.wav');
    const { sources, problems } = await expandZips([archive(bytes)]);
    expect(sources.map(({ path }) => path)).toEqual(['set/good.wav']);
    expect(problems.map(({ subject, cause }) => [subject, cause.split(' ').slice(0, 4).join(' ')])).toEqual([
      ['set/../evi.wav', 'Its name leads out'],
      ['set//x/evil.wav', 'Its name leads out'],
      ['set/locked.wav', 'It is locked with'],
      ['set/twin1.wav', 'The archive holds this'],
    ]);
  });

  it.each([
    ['random bytes', new Uint8Array(1000).map((_, i) => (i * 7919) % 251)],
    ['no bytes', new Uint8Array(0)],
  ])('names an archive of %s and goes on', async (_, bytes) => {
    const good = archive(await pack({ name: 'a.wav', text: 'x' }), 'good.zip');
    const { sources, problems } = await expandZips([archive(bytes, 'bad.zip'), good]);
    expect(sources.map(({ path }) => path)).toEqual(['good/a.wav']);
    expect(problems).toMatchObject([{ code: 'files.zip', subject: 'bad.zip', severity: 'error' }]);
  });

  it('names a truncated archive', async () => {
    const bytes = await pack({ name: 'a.wav', text: 'x'.repeat(1000) });
    const { problems } = await expandZips([archive(bytes.slice(0, -30))]);
    expect(problems).toMatchObject([{ code: 'files.zip', subject: 'set.zip' }]);
  });

  it('tells of an archive that vanished in the words of a file', async () => {
    const file = new File(['x'.repeat(100)], 'set.zip');
    const slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) });
    Object.assign(file, { slice });
    const { problems } = await expandZips([{ kind: 'file', path: 'set.zip', size: 100, file }]);
    expect(problems).toMatchObject([{ code: 'files.vanished', subject: 'set.zip' }]);
  });

  it('stops when aborted', async () => {
    const source = archive(await pack({ name: 'a.wav', text: 'x' }));
    await expect(expandZips([source], { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('an entry that is not what its headers say', () => {
  const open = async (bytes: Uint8Array<ArrayBuffer>) => {
    const { sources } = await expandZips([archive(bytes)]);
    const source = sources[0];
    if (!source) throw new Error('not listed');
    return problemFrom(readSource(source));
  };

  it('fails on a changed byte (CRC-32)', async () => {
    const bytes = replaced(await pack({ name: 'a.wav', text: 'sound of rain', stored: true }), 'rain', 'hail');
    expect(await open(bytes)).toMatchObject({
      code: 'files.zip',
      subject: 'set/a.wav',
      cause: expect.stringMatching(/not those that were packed/),
    });
  });

  it('fails on local and central names that differ', async () => {
    const bytes = await pack({ name: 'a.wav', text: 'x' });
    bytes[30] = 'b'.charCodeAt(0);
    expect(await open(bytes)).toMatchObject({ code: 'files.zip', cause: expect.stringMatching(/contradict/) });
  });

  it('fails on a stated length that is too small, before it is exceeded', async () => {
    const bytes = await pack({ name: 'a.wav', text: 'x'.repeat(1000) });
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 46 < bytes.length; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 10, true);
    }
    expect((await open(bytes)).code).toBe('files.zip');
  });

  it('refuses an entry of over 1 GiB by its stated length', async () => {
    const bytes = await pack({ name: 'a.wav', text: 'x'.repeat(1000) });
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 46 < bytes.length; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 0x7fffffff, true);
    }
    expect(await open(bytes)).toMatchObject({ code: 'files.zip', cause: expect.stringMatching(/1 GiB/) });
  });
});
