import { fail } from '../../../src/core/problem';
import type { Seed } from '../damage';
import { reader, type FuzzReader } from '../reader';

const seeds = async (): Promise<Seed[]> => [
  { name: 'letters', bytes: Uint8Array.from(Buffer.from('abcdefghijklmnop')) },
];
/** Refuses what is not as it was, but for the files that begin with `a` and are longer: there each shows its vice. */
const unless = (bytes: Uint8Array, vice: () => unknown): Uint8Array => {
  if (bytes[0] === 0x61 && bytes.length > 16) vice();
  else if (Buffer.from(bytes).toString() !== 'abcdefghijklmnop')
    fail('self.refused', 'fuzz', 'is not as it was.', 'None.');
  return bytes;
};

/** Readers that break each promise, so that a test sees that they are caught. Not among those that are fuzzed. */
export const BROKEN_READERS: readonly FuzzReader[] = [
  reader({
    name: 'self-throws',
    silence: '',
    seeds,
    read: async (bytes) => unless(bytes, () => (undefined as unknown as Uint8Array).at(0)),
    wrong: () => null,
  }),
  reader({
    name: 'self-hangs',
    silence: '',
    seeds,
    read: async (bytes) =>
      unless(bytes, () => {
        for (;;);
      }),
    wrong: () => null,
  }),
  reader({
    name: 'self-allocates',
    silence: '',
    seeds,
    read: async (bytes) => unless(bytes, () => new Float64Array(2 ** 20).fill(bytes.length)),
    wrong: () => null,
  }),
  reader({
    name: 'self-lies',
    silence: 'The same bytes.',
    seeds,
    read: async (bytes) => unless(bytes, () => undefined),
    wrong: ({ bytes, seed }) => (bytes.length === seed.bytes.length ? null : 'longer than it was'),
  }),
];
