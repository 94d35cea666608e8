import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixtureBytes, pthOf } from '../../tests/weights/checkpoints';
import { ProblemError } from '../core/problem';
import { openCheckpoint } from './openCheckpoint';
import { readPickle } from './pickle';
import { readBackbone } from './readBackbone';

const CASES = { numRuns: 500, seed: 20260101 };
const HEADS = { name: 'fuzz', sha256: '', heads: 3 };

/** One way to damage a file. Positions are shares of the range that may be damaged. */
type Damage =
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'field'; readonly at: number; readonly size: number; readonly value: bigint }
  | { readonly kind: 'drop'; readonly at: number; readonly size: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly size: number };

const at = fc.noBias(fc.nat(2 ** 30 - 1)).map((n) => n / 2 ** 30);
const extreme = fc.constantFrom(
  0n,
  1n,
  0x7fffffffn,
  0xffffffffn,
  1n << 40n,
  (1n << 53n) - 1n,
  1n << 63n,
  (1n << 64n) - 1n,
);
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at }),
  fc.record({ kind: fc.constant('flip' as const), at, bit: fc.nat(7) }),
  fc.record({ kind: fc.constant('field' as const), at, size: fc.constantFrom(1, 2, 4, 8), value: extreme }),
  fc.record({ kind: fc.constantFrom('drop' as const, 'repeat' as const), at, size: fc.integer({ min: 1, max: 64 }) }),
);

/** The damaged bytes. Flips and fields fall in [from, to) alone. */
function damaged(raw: Uint8Array, how: Damage, [from, to]: readonly [number, number]): Uint8Array<ArrayBuffer> {
  if (how.kind === 'cut') return Uint8Array.from(raw.subarray(0, Math.floor(how.at * raw.length)));
  const start = from + Math.floor(how.at * (to - from));
  if (how.kind === 'drop' || how.kind === 'repeat') {
    const end = Math.min(start + how.size, to);
    const rest = raw.subarray(how.kind === 'drop' ? end : start);
    return Uint8Array.from(Buffer.concat([raw.subarray(0, how.kind === 'drop' ? start : end), rest]));
  }
  const copy = Uint8Array.from(raw);
  if (how.kind === 'flip') {
    copy[start] = (copy[start] ?? 0) ^ (1 << how.bit);
    return copy;
  }
  for (let i = 0; i < how.size && start + i < to; i++) copy[start + i] = Number((how.value >> BigInt(8 * i)) & 255n);
  return copy;
}

/** A digest of everything that a checkpoint gives; the problem's code where it is refused. Anything else is a crash. */
async function outcome(raw: Uint8Array<ArrayBuffer>): Promise<{ refused: string } | { loaded: Buffer }> {
  try {
    const backbone = await readBackbone(await openCheckpoint(new Blob([raw]), 'fuzz'), HEADS);
    const parts = [...backbone.weights].flatMap(([key, { shape, data }]) => [
      Buffer.from(`${key}[${shape.join()}]`),
      Buffer.from(data.buffer, data.byteOffset, data.byteLength),
    ]);
    return { loaded: Buffer.concat([Buffer.from(JSON.stringify([backbone.config, backbone.naming])), ...parts]) };
  } catch (error) {
    if (error instanceof ProblemError) return { refused: error.problem.code };
    throw error;
  }
}

/** Every damaged file is refused, or gives exactly what the sound file gives (where the damage touches nothing used). */
async function expectNoSilentChange(raw: Uint8Array, where: readonly (readonly [number, number])[]): Promise<void> {
  const sound = await outcome(Uint8Array.from(raw));
  if (!('loaded' in sound)) return expect.fail(`the sound file is refused: ${sound.refused}`);
  const refused = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(damage, fc.constantFrom(...where), async (how, range) => {
      const result = await outcome(damaged(raw, how, range));
      if ('refused' in result) refused.set(result.refused, (refused.get(result.refused) ?? 0) + 1);
      else if (Buffer.compare(result.loaded, sound.loaded) !== 0) expect.fail('other weights were loaded in silence');
    }),
    CASES,
  );
  const total = [...refused.values()].reduce((a, b) => a + b, 0);
  expect(total).toBeGreaterThan(CASES.numRuns / 2);
  expect(refused.size).toBeGreaterThan(4);
}

let pth: Uint8Array;
let pickle: Uint8Array;
let storages: Record<string, Uint8Array>;
beforeAll(async () => {
  pth = await fixtureBytes('ast_original.pth');
  const { readZipDirectory } = await import('./zipDirectory');
  const directory = await readZipDirectory(new Blob([Uint8Array.from(pth)]), 'fuzz');
  const contentOf = (name: string): Uint8Array => {
    const entry = directory.get(`ast_original/${name}`);
    if (entry === undefined) return expect.fail(`${name} is missing`);
    const packed = pth.subarray(entry.dataStart, entry.dataStart + entry.packedSize);
    return entry.method === 'stored' ? packed : inflateRawSync(packed);
  };
  pickle = contentOf('data.pkl');
  storages = Object.fromEntries(Array.from({ length: 35 }, (_, i) => [String(i), contentOf(`data/${i}`)]));
});

describe('500 damaged files', () => {
  it.each(['deit_hf.safetensors', 'ast_hf.safetensors'])('of %s: in the header or the length', async (name) => {
    const raw = await fixtureBytes(name);
    const headerEnd = 8 + new DataView(raw.buffer).getUint32(0, true);
    await expectNoSilentChange(raw, [
      [0, 8],
      [8, headerEnd],
    ]);
  });

  it('of a .pth: anywhere, in data.pkl, in the directory', async () => {
    const directory = pth.length - 22 - 20 - 56 - 0xaad;
    await expectNoSilentChange(pth, [
      [0, pth.length],
      [0, 4000],
      [directory, pth.length],
      [pth.length - 98, pth.length],
    ]);
  });

  it('of a pickle, in an archive whose check sums are right', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        const bent = damaged(pickle, how, [0, pickle.length]);
        const result = await outcome(new Uint8Array(await pthOf(bent, storages).arrayBuffer()));
        seen.add('refused' in result ? result.refused : 'loaded');
      }),
      CASES,
    );
    expect([...seen]).toEqual(expect.arrayContaining(['weights.pickle.broken', 'weights.pth.tensor', 'weights.keys']));
  });

  it('of a pickle alone, and of random bytes', () => {
    const run = (raw: Uint8Array): void => {
      try {
        readPickle(raw, 'fuzz');
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
      }
    };
    fc.assert(
      fc.property(damage, (how) => run(damaged(pickle, how, [0, pickle.length]))),
      CASES,
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), run), CASES);
  });
});
