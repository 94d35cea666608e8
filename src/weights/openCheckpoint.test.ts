import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytes, fixtureBytes, problemFrom } from '../../tests/weights/checkpoints';
import { openCheckpoint } from './openCheckpoint';
import { writeSafetensors } from './safetensors';

describe('a file of weights', () => {
  it('is opened by its content, whatever its name', async () => {
    const pth = await openCheckpoint(new Blob([await fixtureBytes('deit_timm.pth')]), 'model.safetensors');
    expect(pth.format).toBe('pth');
    const tensors = await openCheckpoint(new Blob([await fixtureBytes('deit_timm.safetensors')]), 'weights.pth');
    expect(tensors.format).toBe('safetensors');
  });

  it('is safetensors even where the length of its header looks like another format', async () => {
    // Header lengths 0x0280 and 0x8b18 (+7) start as a pickle and much as gzip do.
    for (const length of [0x0280, 0x8b18]) {
      const empty = writeSafetensors(new Map(), new Map([['a', '']])).length - 8;
      const raw = writeSafetensors(new Map(), new Map([['a', 'x'.repeat(length - empty)]]));
      expect(new DataView(raw.buffer).getUint32(0, true)).toBe(length);
      expect((await openCheckpoint(new Blob([raw]), 'w')).format).toBe('safetensors');
    }
  });

  const oldPth = bytes(0x80, 2, 0x8a, 10, [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19], '.', 0x80, 2);
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n';
  it.each([
    ['nothing', bytes(), 'empty'],
    ['promise 19: an old .pth', oldPth, 'old-pth'],
    ['promise 19: a bare pickle', bytes(0x80, 4, 0x95, Array(20).fill(0)), 'pickle-file'],
    ['a web page', bytes('\n<!DOCTYPE html>\n<html><body>404</body></html>'), 'html'],
    ['a Git LFS pointer', bytes(pointer), 'lfs-pointer'],
    ['a gzip file', new Uint8Array(gzipSync('x')), 'gzip'],
    ['a Keras file', bytes(0x89, 'HDF\r\n', 0x1a, '\n'), 'hdf5'],
    ['a GGUF file', bytes('GGUF', 3, 0, 0, 0), 'gguf'],
    ['a NumPy file', bytes(0x93, 'NUMPY', 1, 0), 'numpy'],
    ['a text', bytes('label,file\n1,a.wav\n'), 'text'],
    ['a JSON text', bytes('{"dim": 128, "depth": 6}'), 'text'],
    ['random bytes', bytes(7, 7, 200, 3, 1, 0, 255, 0, 9, 9, 9), 'unknown'],
    ['an empty zip', bytes('PK', 5, 6, Array(18).fill(0)), 'pth.layout'],
  ])('%s is named', async (_, content, code) => {
    const problem = await problemFrom(() => openCheckpoint(new Blob([content]), 'model.safetensors'));
    expect(problem).toMatchObject({ code: `weights.${code}`, subject: 'model.safetensors' });
  });

  it('promise 19: of the old kind comes with a way to convert it', async () => {
    const { cure } = await problemFrom(() => openCheckpoint(new Blob([oldPth]), 'old.pth'));
    expect(cure).toContain('torch.save(torch.load(');
  });
});
