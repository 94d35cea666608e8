import { describe, expect, it, vi } from 'vitest';
import { fakeEntry, type FakeTree } from '../../tests/files/fakes';
import { takeDropped, walkDropped } from './drop';
import { walkEntries, walkFileList } from './walk';

const pathsOf = (walked: { sources: readonly { path: string }[] }) => walked.sources.map(({ path }) => path).sort();

function manyFiles(count: number): FakeTree {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}.wav`, 'x']));
}

describe('walkEntries', () => {
  it('promise 30: reads folders of more than 100 entries to their end', async () => {
    const { sources } = await walkEntries([fakeEntry('set', { dog: manyFiles(250), cat: manyFiles(100) })]);
    expect(sources).toHaveLength(350);
    expect(sources[0]).toMatchObject({ kind: 'file', path: 'set/dog/0.wav', size: 1 });
  });

  it('skips dot files and litter in silence, but not a dropped folder of such a name', async () => {
    const tree = { '.DS_Store': 'x', 'Thumbs.db': 'x', __MACOSX: { 'a.wav': 'x' }, '.git': { b: 'x' }, 'a.wav': 'x' };
    const walked = await walkEntries([fakeEntry('.sounds', tree), fakeEntry('.DS_Store', 'x')]);
    expect(pathsOf(walked)).toEqual(['.sounds/a.wav']);
    expect(walked.problems).toEqual([]);
  });

  it('promise 32: goes on after a file or a folder that cannot be reached, and names it', async () => {
    const gone = new DOMException('gone', 'NotFoundError');
    const locked = fakeEntry('locked', {});
    const createReader = () => ({
      readEntries: (_: unknown, reject: (error: DOMException) => void) =>
        reject(new DOMException('held', 'NotReadableError')),
    });
    const walked = await walkEntries([
      fakeEntry('set', { 'a.wav': 'x', 'b.wav': gone, 'c.wav': 'x' }),
      Object.assign(locked, { createReader }),
    ]);
    expect(pathsOf(walked)).toEqual(['set/a.wav', 'set/c.wav']);
    expect(walked.problems.map(({ code, subject }) => [code, subject])).toEqual([
      ['files.vanished', 'set/b.wav'],
      ['files.unreadable', 'locked'],
    ]);
  });

  it('ends at folders that hold themselves', async () => {
    const loop: Record<string, unknown> = { 'a.wav': 'x' };
    loop['again'] = loop;
    const { sources, problems } = await walkEntries([fakeEntry('set', loop as unknown as FakeTree)]);
    expect(sources).toHaveLength(64);
    expect(problems.map(({ code }) => code)).toEqual(['files.depth']);
  });

  it('walks 20,000 files, tells how many, and hands the thread back in between', async () => {
    const tree = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`class${i}`, manyFiles(1000)]));
    const onProgress = vi.fn();
    let turns = 0;
    const beat = setInterval(() => turns++, 1);
    const { sources } = await walkEntries([fakeEntry('set', tree)], { onProgress });
    clearInterval(beat);
    expect(sources).toHaveLength(20_000);
    expect(onProgress).toHaveBeenLastCalledWith(expect.objectContaining({ stage: 'walk', done: 20_000, total: null }));
    expect(turns).toBeGreaterThan(0);
  });

  it('stops when aborted', async () => {
    const stop = new AbortController();
    const walk = walkEntries([fakeEntry('set', { a: manyFiles(500), b: manyFiles(500) })], {
      signal: stop.signal,
      onProgress: ({ done }) => done >= 200 && stop.abort(),
    });
    await expect(walk).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('walkFileList', () => {
  it('takes the path from a picked folder, the name from single files', async () => {
    const picked = Object.assign(new File(['x'], 'a.wav'), { webkitRelativePath: '.set/dog/a.wav' });
    const litter = Object.assign(new File(['x'], '.DS_Store'), { webkitRelativePath: '.set/.DS_Store' });
    const { sources } = await walkFileList([picked, litter, new File(['xy'], 'b.wav')]);
    expect(sources.map(({ path, size }) => [path, size])).toEqual([
      ['.set/dog/a.wav', 1],
      ['b.wav', 2],
    ]);
  });
});

describe('takeDropped', () => {
  it('takes entries, files without an entry, and no text', async () => {
    const items = [
      { kind: 'file', webkitGetAsEntry: () => fakeEntry('set', { 'a.wav': 'x' }) },
      { kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => new File(['x'], 'b.wav') },
      { kind: 'string', webkitGetAsEntry: () => null, getAsFile: () => null },
    ];
    const dropped = takeDropped({ items } as unknown as DataTransfer);
    expect(pathsOf(await walkDropped(dropped))).toEqual(['b.wav', 'set/a.wav']);
    expect(await dropped.handles, 'this browser opens nothing again').toBeNull();
  });

  it('takes what opens all of a drop again, or nothing where a part of it cannot be', async () => {
    const folder = { kind: 'directory', name: 'set' } as FileSystemHandle;
    const entry = () => fakeEntry('set', { 'a.wav': 'x' });
    const opens = { kind: 'file', webkitGetAsEntry: entry, getAsFileSystemHandle: async () => folder };
    const not = { kind: 'file', webkitGetAsEntry: entry, getAsFileSystemHandle: async () => null };
    const fails = { ...not, getAsFileSystemHandle: () => Promise.reject(new DOMException('no', 'NotAllowedError')) };
    const handlesOf = (...items: object[]) => takeDropped({ items } as unknown as DataTransfer).handles;
    expect(await handlesOf(opens)).toEqual([folder]);
    expect(await handlesOf(opens, not)).toBeNull();
    expect(await handlesOf(opens, fails)).toBeNull();
  });
});
