import { expect, it } from 'vitest';
import { METHODS } from '../../model/methods';
import { METHOD_GROUPS } from './methodGroups';

it('offers every method once, by its own title', () => {
  const offered = METHOD_GROUPS.flatMap(({ methods }) => methods);
  expect(offered.map(([name]) => name).sort()).toEqual(Object.keys(METHODS).sort());
  for (const [name, title] of offered) expect(title).toBe(METHODS[name].title);
  for (const { methods } of METHOD_GROUPS) expect(methods.length).toBeGreaterThan(0);
});
