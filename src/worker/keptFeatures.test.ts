import { describe, expect, it } from 'vitest';
import { plainWav } from '../../tests/audio/wavFile';
import type { PrepareOptions } from '../audio/prepare';
import type { ByteSource } from '../files/source';
import type { FeatureFiles } from './featureFiles';
import { prepareKept } from './keptFeatures';

const OPTIONS: PrepareOptions = { frontEnd: 'ast', frames: 100 };

const soundOf = (name: string, pitch: number): ByteSource => {
  const samples = Array.from({ length: 8000 }, (_, n) => Math.round(9000 * Math.sin(n * pitch)));
  const file = new File([plainWav(samples)], name);
  return { kind: 'file', path: name, size: file.size, file };
};

function memoryFiles(): FeatureFiles & { readonly held: Map<string, Uint8Array<ArrayBuffer>> } {
  const held = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    held,
    read: async (key) => held.get(key)?.slice().buffer ?? null,
    async write(key, bytes) {
      held.set(key, bytes.slice());
      return true;
    },
  };
}

describe('features kept on disk', () => {
  it('are taken for the same content under any name, bit by bit, and not for other settings', async () => {
    const files = memoryFiles();
    const open = async () => files;
    const first = await prepareKept(soundOf('a.wav', 0.1), OPTIONS, 'keep', open);
    const again = await prepareKept(soundOf('moved.wav', 0.1), OPTIONS, 'keep', open);
    expect(first.kept?.wasThere).toBe(false);
    expect(again).toEqual({ ...first, kept: { ...first.kept, wasThere: true } });
    const others = [
      await prepareKept(soundOf('a.wav', 0.2), OPTIONS, 'keep', open),
      await prepareKept(soundOf('a.wav', 0.1), { ...OPTIONS, frames: 90 }, 'keep', open),
      await prepareKept(soundOf('a.wav', 0.1), { ...OPTIONS, keepWave: true }, 'keep', open),
      await prepareKept(soundOf('a.wav', 0.1), { ...OPTIONS, frontEnd: 'epic' }, 'keep', open),
      await prepareKept(soundOf('a.wav', 0.1), { ...OPTIONS, segment: { start: 0, end: 0.2 } }, 'keep', open),
    ];
    expect(others.map(({ kept }) => kept?.wasThere)).toEqual(others.map(() => false));
    expect(files.held.size).toBe(1 + others.length);
  });

  it('are computed and written anew where the entry is damaged', async () => {
    const files = memoryFiles();
    const open = async () => files;
    const { kept, ...clip } = await prepareKept(soundOf('a.wav', 0.1), OPTIONS, 'keep', open);
    const key = kept?.key ?? '';
    const whole = files.held.get(key)?.slice() ?? new Uint8Array();
    files.held.set(key, whole.slice(0, 100));
    const { kept: anew, ...again } = await prepareKept(soundOf('a.wav', 0.1), OPTIONS, 'keep', open);
    expect(anew?.wasThere).toBe(false);
    expect(again).toEqual(clip);
    expect(files.held.get(key)).toEqual(whole);
  });

  it('are not written where nothing may be, and a disk that takes nothing is no matter', async () => {
    const files = memoryFiles();
    const sound = soundOf('a.wav', 0.1);
    const full: FeatureFiles = { read: async () => null, write: async () => false };
    const without = await prepareKept(sound, OPTIONS, 'none', async () => files);
    const read = await prepareKept(sound, OPTIONS, 'read', async () => files);
    const refused = await prepareKept(sound, OPTIONS, 'keep', async () => full);
    const absent = await prepareKept(sound, OPTIONS, 'keep', async () => null);
    expect(files.held.size).toBe(0);
    for (const clip of [read, refused, absent]) expect(clip).toEqual(without);
    expect(without.kept).toBeNull();
  });
});
