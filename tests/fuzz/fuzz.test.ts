import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fuzzReader } from '../../scripts/lib/fuzz.mjs';
import { FUZZ_READERS } from './readers';

/** The seed of the cases that every run of the tests reads; `npm run fuzz` takes a new one each night. */
const SEED = 20260101;
const LIMIT_MS = 300_000;

describe('500 damaged files', () => {
  it.each(FUZZ_READERS.map(({ name, silence }) => [name, silence] as const))(
    'of %s are read or refused, soon and in little memory. %s',
    async (name) => {
      const { cases, read, refused, failure } = await fuzzReader(name, 500, SEED);
      expect(failure, failure ? `${failure.reason}\nSee it again: ${failure.again}` : '').toBeNull();
      const total = Object.values(refused).reduce((sum, count) => sum + count, 0);
      expect([cases, read + total]).toEqual([500, 500]);
    },
    LIMIT_MS,
  );
});

describe('a reader', () => {
  it.each([
    ['self-throws', /^threw TypeError/],
    ['self-allocates', /^asked for 8388608 bytes at once, for a file of 17/],
    ['self-lies', /^read in silence: longer than it was/],
    ['self-hangs', /^case \d+ took the processor and did not end/],
  ])(
    '%s: is caught, made small, kept, and can be seen again',
    async (name, reason) => {
      const { failure } = await fuzzReader(name, 500, SEED);
      expect(failure?.reason).toMatch(reason);
      const kept = readFileSync(failure?.kept ?? '');
      expect(kept.toString()).toMatch(/^a/);
      expect(kept.length).toBeGreaterThan(16);
      if (name === 'self-hangs') return;
      const again = await fuzzReader(name, 500, SEED, failure?.path);
      expect(again.failure?.reason).toMatch(reason);
      expect(readFileSync(again.failure?.kept ?? '')).toEqual(kept);
    },
    LIMIT_MS,
  );
});
