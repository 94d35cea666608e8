import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { problemFrom, sharedDataset } from '../../tests/files/fakes';
import { renumberFilter } from '../../tests/files/hdf5Filter';
import { hdf5Bytes, hdf5InNode, syncFile } from '../../tests/files/hdf5';
import { listHdf5, readHdf5 } from './hdf5';
import type { Hdf5Source } from './source';

const ramp = (length: number) => Float32Array.from({ length }, (_, i) => i / length);

function sourceIn(file: File, dataset: string): Hdf5Source {
  return { kind: 'hdf5', path: `set/a.hdf5/${dataset}`, size: file.size, file, dataset, sampleRate: 24_000 };
}

beforeAll(hdf5InNode);

describe('an HDF5 file', () => {
  it('lists its recordings, and what is none', async () => {
    const bytes = await hdf5Bytes(
      [
        { name: 'P01_01', data: ramp(5000) },
        { name: 'picture', data: ramp(12), shape: [3, 4] },
        { name: 'words', data: ['a', 'b'] },
      ],
      ['folder'],
    );
    const listed = await listHdf5(syncFile(bytes).file, 'a.hdf5');
    expect(Object.fromEntries(listed.map(({ name, samples }) => [name, samples]))).toEqual({
      P01_01: 5000,
      picture: -1,
      words: -1,
      folder: -1,
    });
  });

  it('is read by slice: a second of an hour costs a second', async () => {
    const data = ramp(24_000 * 60);
    const { file, bytesRead } = syncFile(await hdf5Bytes([{ name: 'P01_01', data }]), 2);
    const source = sourceIn(file, 'P01_01');
    await readHdf5(source, 0, 1);
    const before = bytesRead();
    const { samples, length } = await readHdf5(source, 480_000, 504_000);
    expect(samples).toEqual(data.slice(480_000, 504_000));
    expect(length).toBe(data.length);
    expect(bytesRead() - before).toBeLessThan(24_000 * 4 + 10_000);
  });

  it('gives fewer samples at the end, and none behind it', async () => {
    const { file } = syncFile(await hdf5Bytes([{ name: 'a', data: ramp(100) }]), 3);
    expect((await readHdf5(sourceIn(file, 'a'), 90, 200)).samples).toEqual(ramp(100).slice(90));
    expect((await readHdf5(sourceIn(file, 'a'), 150, 200)).samples).toEqual(new Float32Array(0));
  });

  it('scales whole numbers and narrows doubles', async () => {
    const { file } = syncFile(
      await hdf5Bytes([
        { name: 'int16', data: Int16Array.of(-32_768, 0, 16_384) },
        { name: 'float64', data: Float64Array.of(0.25, -1) },
        { name: 'uint8', data: Uint8Array.of(1, 2) },
      ]),
      4,
    );
    expect((await readHdf5(sourceIn(file, 'int16'), 0, 9)).samples).toEqual(Float32Array.of(-1, 0, 0.5));
    expect((await readHdf5(sourceIn(file, 'float64'), 0, 9)).samples).toEqual(Float32Array.of(0.25, -1));
    const problem = await problemFrom(readHdf5(sourceIn(file, 'uint8'), 0, 9));
    expect(problem.cause).toContain('unsigned whole numbers of 8 bits');
  });

  it('joins reads that are longer than one may be', async () => {
    const data = Int16Array.from({ length: 2 ** 22 + 10 }, (_, i) => i & 1023);
    const { file } = syncFile(await hdf5Bytes([{ name: 'a', data }]), 5);
    const { samples } = await readHdf5(sourceIn(file, 'a'), 3, data.length);
    expect(samples.length).toBe(data.length - 3);
    for (const at of [0, 2 ** 22 - 4, 2 ** 22 - 3, 2 ** 22]) expect(samples[at]).toBe(((at + 3) & 1023) / 32_768);
  });

  it.each([
    ['promise 38: a file that is cut short', (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, 3000)],
    ['promise 38: a file that is something else', () => new Uint8Array(5000)],
    ['promise 38: a file that is empty', () => new Uint8Array(0)],
  ])('%s is refused by name', async (_, spoil) => {
    const bytes = spoil(await hdf5Bytes([{ name: 'a', data: ramp(10_000) }]));
    const problem = await problemFrom(listHdf5(syncFile(bytes, 6).file, 'bad.hdf5'));
    expect(problem).toMatchObject({ code: 'files.hdf5', subject: 'bad.hdf5' });
  });

  it('promise 38: names a recording that is not in it', async () => {
    const { file } = syncFile(await hdf5Bytes([{ name: 'a', data: ramp(10) }]), 7);
    expect(await problemFrom(readHdf5(sourceIn(file, 'b'), 0, 1))).toMatchObject({
      code: 'files.hdf5',
      subject: 'set/a.hdf5/b',
    });
  });

  it('promise 38: never gives zeros for a damaged chunk', async () => {
    const data = Float32Array.from({ length: 50_000 }, (_, i) => Math.sin(i * i));
    const bytes = await hdf5Bytes([{ name: 'a', data, chunks: [1000], compression: 'gzip' }]);
    bytes.fill(0x55, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 4000);
    const { file } = syncFile(bytes, 8);
    const reads = Array.from({ length: 50 }, (_, i) => [i * 1000, (i + 1) * 1000] as const);
    let damaged = 0;
    for (const [from, to] of reads) {
      const slice = await readHdf5(sourceIn(file, 'a'), from, to).catch(() => null);
      if (slice) expect(slice.samples).toEqual(data.slice(from, to));
      else damaged++;
    }
    expect(damaged).toBeGreaterThan(0);
  });

  it('promise 38: names samples whose chunk is not in the index, and never gives zeros for them', async () => {
    const data = Float32Array.from({ length: 2000 }, (_, i) => 0.5 + 0.25 * Math.sin(i * i));
    const bytes = await hdf5Bytes([{ name: 'a', data, chunks: [400], compression: 'gzip' }]);
    // The last key of the index, where the samples end: without it the library does not find the last chunk.
    const key = Buffer.from(new BigUint64Array([2000n]).buffer);
    const at = Buffer.from(bytes).lastIndexOf(key);
    expect(at).toBeGreaterThan(0);
    bytes.fill(0, at, at + 8);
    const { file } = syncFile(bytes, 60);
    const problem = await problemFrom(readHdf5(sourceIn(file, 'a'), 0, 2000));
    expect(problem).toMatchObject({ code: 'files.hdf5', subject: 'set/a.hdf5/a' });
    expect(problem.cause).toMatch(/^Its samples from \d+ to \d+ are missing in the file\.$/);
  });

  it('promise 38: names a filter that is not built in, and how to do without it', async () => {
    const data = Float32Array.from({ length: 2000 }, (_, i) => Math.sin(i * i));
    const bytes = await hdf5Bytes([{ name: 'a', data, chunks: [400], compression: 'gzip' }]);
    renumberFilter(bytes, 250);
    const { file } = syncFile(bytes, 62);
    expect(await listHdf5(file, 'set/a.hdf5')).toEqual([{ name: 'a', samples: 2000 }]);
    expect(await problemFrom(readHdf5(sourceIn(file, 'a'), 0, 2000))).toMatchObject({
      code: 'files.hdf5',
      subject: 'set/a.hdf5/a',
      cause: 'It is packed by Unknown library filter (250), which cannot be unpacked here.',
      cure: 'Repack the file without it (h5repack -f NONE, or -f GZIP=4).',
    });
  });

  it('promise 38: true silence is read from the file, and is no damage', async () => {
    const data = new Float32Array(2000);
    for (const how of [{}, { chunks: [400], compression: 'gzip' as const }]) {
      const { file } = syncFile(await hdf5Bytes([{ name: 'a', data, ...how }]), 61 + Object.keys(how).length);
      expect((await readHdf5(sourceIn(file, 'a'), 0, 2000)).samples).toEqual(data);
    }
  });

  const folder = sharedDataset('epic-sounds-layout');
  it.skipIf(folder === null)('EPIC-SOUNDS: three videos of 40 s (needs the reference data sets)', async () => {
    const bytes = new Uint8Array(readFileSync(join(folder ?? '', 'EPIC_audio.hdf5')));
    const { file } = syncFile(bytes, 9);
    expect(await listHdf5(file, 'EPIC_audio.hdf5')).toEqual(
      ['P01_01', 'P01_02', 'P02_01'].map((name) => ({ name, samples: 960_000 })),
    );
    // The recordings lie in the file as they are: two slices must be as far apart there as their samples are.
    const placeOf = async (from: number) => {
      const { samples } = await readHdf5(sourceIn(file, 'P02_01'), from, from + 1000);
      return Buffer.from(bytes.buffer).indexOf(Buffer.from(samples.buffer));
    };
    const first = await placeOf(20_000);
    expect(first).toBeGreaterThan(0);
    expect((await placeOf(700_000)) - first).toBe(680_000 * 4);
  });
});
