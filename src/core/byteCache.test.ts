import { describe, expect, it } from 'vitest';
import { createByteCache } from './byteCache';

describe('createByteCache', () => {
  it('lets go of what was not asked for longest, and never holds more than its budget', () => {
    const cache = createByteCache<string>(10);
    cache.put('a', 'A', 4);
    cache.put('b', 'B', 4);
    expect(cache.get('a')).toBe('A');
    cache.put('c', 'C', 4);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', undefined, 'C']);
    expect(cache.bytes).toBe(8);
  });

  it('refuses what is larger than everything, and replaces what has the same name', () => {
    const cache = createByteCache<string>(10);
    cache.put('a', 'A', 6);
    expect(cache.put('big', 'B', 11)).toBe(false);
    expect(cache.get('a')).toBe('A');
    expect(cache.put('a', 'other', 10)).toBe(true);
    expect([cache.get('a'), cache.bytes]).toEqual(['other', 10]);
  });

  it('forgets by name', () => {
    const cache = createByteCache<number>(10);
    for (const key of ['a/1', 'a/2', 'b/1']) cache.put(key, 1, 2);
    cache.forget((key) => key.startsWith('a/'));
    expect([cache.get('a/1'), cache.get('b/1'), cache.bytes]).toEqual([undefined, 1, 2]);
  });
});
