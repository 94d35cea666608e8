import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/site.mjs';
import { licencesOf } from '../../vite/licences';

const read = (file: string) => JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Record<string, unknown>;
const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies'];

describe('the packages', () => {
  const wanted = KINDS.flatMap((kind) => Object.entries((read('package.json')[kind] ?? {}) as Record<string, string>));

  it.each(wanted)('%s is pinned exactly, to %s', (_, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
  });

  it('are the same bytes for everybody', () => {
    const locked = Object.entries(
      read('package-lock.json').packages as Record<string, { readonly integrity?: string }>,
    );
    const loose = locked.filter(([path, { integrity }]) => path !== '' && !integrity?.startsWith('sha512-'));
    expect(loose.map(([path]) => path)).toEqual([]);
  });
});

describe('the terms of packages', () => {
  const folder = (name: string) => join(ROOT, 'node_modules', name);
  const list = licencesOf(
    ROOT,
    ['react', '@tensorflow/tfjs-core', 'react-aria', 'mpg123-decoder', 'react'].map(folder),
  );

  it('are listed once each by name, after the site’s own, with what is inside them', () => {
    expect(list.map(({ name }) => name).slice(2)).toEqual([
      '@tensorflow/tfjs-core',
      'mpg123',
      'mpg123-decoder',
      'react',
      'react-aria',
    ]);
    expect(list[0]).toMatchObject({ name: 'LoAA Playground', licence: 'MIT' });
    expect(list.find(({ name }) => name === 'react')).toMatchObject({
      licence: 'MIT',
      source: 'https://github.com/react/react',
      text: expect.stringContaining('Permission is hereby granted'),
    });
  });

  it('have the text of the Apache licence also where the package leaves it out', () => {
    expect(list.find(({ name }) => name === '@tensorflow/tfjs-core')?.text).toContain('Apache License');
  });
});
