import { describe, expect, it } from 'vitest';
import { createByteCache } from './byteCache';

describe('a cache of bytes', () => {
  it('lets go of what was used longest ago, never of what has just come', () => {
    const cache = createByteCache<string>(5, (value) => value.length);
    cache.set('a', 'xx');
    cache.set('b', 'yy');
    cache.get('a');
    cache.set('c', 'zz');
    expect(['a', 'b', 'c'].map((name) => cache.get(name))).toEqual(['xx', undefined, 'zz']);
    cache.set('d', 'much too long');
    expect([cache.get('a'), cache.get('d'), cache.bytes]).toEqual([undefined, 'much too long', 13]);
    cache.set('d', 'x');
    expect(cache.bytes).toBe(1);
    cache.clear();
    expect([cache.get('d'), cache.bytes]).toEqual([undefined, 0]);
  });
});
