import fc from 'fast-check';

/** Bytes [from, to) of a seed that deserve damage: a header, a directory. */
export type Place = readonly [from: number, to: number];

/**
 * One thing that is done to a file. Positions are shares (0 to 1) of the place that is hit, so that they mean something for
 * every seed.
 */
export type Damage =
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | {
      readonly kind: 'field';
      readonly at: number;
      readonly size: number;
      readonly value: bigint;
      readonly bigEndian: boolean;
    }
  | { readonly kind: 'drop' | 'repeat'; readonly at: number; readonly size: number }
  | {
      readonly kind: 'splice';
      readonly at: number;
      readonly size: number;
      readonly from: number;
      readonly grow: boolean;
    }
  | { readonly kind: 'noise'; readonly at: number; readonly size: number; readonly seed: number }
  | { readonly kind: 'text'; readonly at: number; readonly text: string };

/** A file that is to be read: which seed, what is done to it, and where: the whole of it or one of its places. */
export interface Case {
  readonly seed: number;
  readonly steps: readonly { readonly place: number; readonly damage: Damage }[];
}

/** Numbers that length fields are made to say. */
const EXTREMES = [
  ...[0n, 1n, 2n, 7n, 0x7fn, 0xffn, 0x7fffn, 0xffffn, 0x7fffffffn, 0x80000000n, 0xfffffffen, 0xffffffffn],
  ...[1n << 32n, 1n << 40n, (1n << 53n) - 1n, 1n << 53n, 1n << 63n, (1n << 64n) - 1n],
];

/** Texts that readers of text trip over. */
const TEXTS = [
  ...[
    '"',
    ',',
    ';',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '\0',
    '\uFEFF',
    '{',
    '}',
    '[',
    ']',
    ':',
    '\\',
    '/',
    '|',
    '&',
    '=',
    '%00',
  ],
  ...['-1', '0', '1e999', '1e-999', 'NaN', 'null', 'true', '9007199254740993', '0x10', '1.5', '-0', '00:99:99'],
  ...['__proto__', 'constructor', 'toString', '../', '..\\', 'C:\\', '=1+1', '<img src=x onerror=alert(1)>', '\u202e'],
  ...['[[[[[[[[', '{"a":{"a":{"a":', '\\u0000', '\\ud800', '"__proto__":{"a":1},', 'a'.repeat(300)],
];

const at = fc.noBias(fc.nat(2 ** 30 - 1)).map((n) => n / 2 ** 30);
const size = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 512 }));

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at }),
  fc.record({ kind: fc.constant('flip' as const), at, bit: fc.nat(7) }),
  fc.record({
    kind: fc.constant('field' as const),
    at,
    size: fc.constantFrom(1, 2, 3, 4, 8),
    value: fc.constantFrom(...EXTREMES),
    bigEndian: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('drop' as const, 'repeat' as const), at, size }),
  fc.record({ kind: fc.constant('splice' as const), at, size, from: at, grow: fc.boolean() }),
  fc.record({ kind: fc.constant('noise' as const), at, size, seed: fc.nat() }),
  fc.record({ kind: fc.constant('text' as const), at, text: fc.constantFrom(...TEXTS) }),
);

/** Damaged files of so many seeds: mostly one thing done to one, sometimes up to four. */
export function cases(seeds: number): fc.Arbitrary<Case> {
  const step = fc.record({ place: fc.nat(7), damage });
  return fc.record({
    seed: fc.nat(seeds - 1),
    steps: fc.oneof(
      { weight: 3, arbitrary: fc.array(step, { minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.array(step, { minLength: 2, maxLength: 4 }) },
    ),
  });
}

const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(Buffer.concat(parts));

/** The bytes after one damage, which hits [from, to); pieces of `other` are what is spliced in. */
function damaged(raw: Uint8Array, how: Damage, [from, to]: Place, other: Uint8Array): Uint8Array<ArrayBuffer> {
  if (how.kind === 'cut') return Uint8Array.from(raw.subarray(0, Math.floor(how.at * raw.length)));
  const start = Math.min(raw.length, from + Math.floor(how.at * (to - from)));
  const end = Math.min(raw.length, 'size' in how ? start + how.size : start);
  if (how.kind === 'drop') return joined(raw.subarray(0, start), raw.subarray(end));
  if (how.kind === 'repeat') return joined(raw.subarray(0, end), raw.subarray(start));
  if (how.kind === 'text') return joined(raw.subarray(0, start), Buffer.from(how.text), raw.subarray(start));
  if (how.kind === 'splice') {
    const first = Math.floor(how.from * other.length);
    const piece = other.subarray(first, first + how.size);
    return joined(
      raw.subarray(0, start),
      piece,
      raw.subarray(how.grow ? start : Math.min(raw.length, start + piece.length)),
    );
  }
  const copy = Uint8Array.from(raw);
  if (how.kind === 'flip' && start < copy.length) copy[start] = (copy[start] ?? 0) ^ (1 << how.bit);
  if (how.kind === 'field') {
    for (let i = 0; start + i < end; i++) {
      const place = how.bigEndian ? how.size - 1 - i : i;
      copy[start + i] = Number((how.value >> BigInt(8 * place)) & 255n);
    }
  }
  if (how.kind === 'noise') {
    // A linear congruential generator: any noise does, if it is the same for the same seed.
    let state = how.seed >>> 0;
    for (let i = start; i < end; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      copy[i] = state >>> 24;
    }
  }
  return copy;
}

/** A seed: a sound file, and its places. Those of the whole file go without saying. */
export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly places?: readonly Place[];
}

/** The bytes of a case. */
export function bytesOf({ seed, steps }: Case, seeds: readonly Seed[]): Uint8Array<ArrayBuffer> {
  const chosen = seeds[seed];
  const next = seeds[(seed + 1) % seeds.length];
  if (!chosen || !next) throw new Error(`There is no seed ${seed}.`);
  let bytes = chosen.bytes;
  for (const { place, damage } of steps) {
    const places: readonly Place[] = [[0, bytes.length], ...(chosen.places ?? [])];
    bytes = damaged(bytes, damage, places[place % places.length] ?? [0, bytes.length], next.bytes);
  }
  return bytes;
}
