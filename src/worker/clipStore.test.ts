import { describe, expect, it } from 'vitest';
import { bytesOf, clipBudget, createClipStore } from './clipStore';
import type { StoredClip } from './protocol';

const clipOf = (id: string, frames: number, samples = 0): StoredClip => ({
  id,
  features: { data: new Float32Array(frames * 2), frames, bins: 2 },
  wave: samples > 0 ? new Float32Array(samples) : null,
});

describe('createClipStore', () => {
  it('counts features and waveforms in bytes', () => {
    expect(bytesOf(clipOf('a', 3))).toBe(24);
    expect(bytesOf(clipOf('a', 3, 5))).toBe(44);
  });

  it('keeps clips in the order they come, as long as they fit, and knows the others', () => {
    const store = createClipStore(50);
    expect(store.put([clipOf('a', 3), clipOf('big', 4), clipOf('c', 3)])).toEqual(['big']);
    expect(store.put([clipOf('d', 1)])).toEqual(['d']);
    expect(store.bytes).toBe(48);
    expect(['a', 'big', 'c', 'd'].map((id) => store.get(id)?.id)).toEqual(['a', undefined, 'c', undefined]);
    expect(['a', 'big', 'd', 'e'].map((id) => store.knows(id))).toEqual([true, true, true, false]);
    expect(store.isWhole).toBe(false);
  });

  it('puts a clip again in its own place, and drops no other for it', () => {
    const store = createClipStore(50);
    store.put([clipOf('a', 3), clipOf('b', 3)]);
    expect(store.put([clipOf('a', 3)])).toEqual([]);
    expect(store.bytes).toBe(48);
    expect(store.put([clipOf('a', 3, 8)])).toEqual(['a']);
    expect(store.bytes).toBe(24);
    expect([store.get('a'), store.get('b')?.id, store.knows('a')]).toEqual([undefined, 'b', true]);
  });

  it('is empty after clearing', () => {
    const store = createClipStore(50);
    store.put([clipOf('a', 3), clipOf('b', 30)]);
    store.clear();
    expect([store.bytes, store.knows('a'), store.knows('b'), store.isWhole]).toEqual([0, false, false, true]);
    expect(store.put([clipOf('b', 6)])).toEqual([]);
  });
});

describe('clipBudget', () => {
  it('is a quarter of the memory, at most 1.5 GiB, and 1 GiB where nothing is said', () => {
    const gib = [0.5, 2, 4, 8, 32, undefined].map((memory) => clipBudget(memory) / 2 ** 30);
    expect(gib).toEqual([0.125, 0.5, 1, 1.5, 1.5, 1]);
  });
});
