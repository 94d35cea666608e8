import { describe, expect, it } from 'vitest';
import { parseRoute, routeHash, VIEW_IDS } from './route';

describe('routes', () => {
  it.each(VIEW_IDS)('%s comes back from its own hash', (view) => {
    expect(parseRoute(routeHash(view)).view).toBe(view);
  });

  it('carry parameters', () => {
    const hash = routeHash('model', new URLSearchParams({ c: 'a b&c=?#' }));
    const { view, params } = parseRoute(hash);
    expect(view).toBe('model');
    expect([...params]).toEqual([['c', 'a b&c=?#']]);
  });

  it.each(['', '#', '#/', '#/nowhere', '#__proto__', '#/look/deeper'])('%j is the start', (hash) => {
    expect(parseRoute(hash).view).toBe('start');
  });

  it('reads a hash without its slash', () => {
    expect(parseRoute('#look').view).toBe('look');
  });
});
