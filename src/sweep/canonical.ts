/** JSON with the keys of every object in code-unit order, so that equal values give equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

const PRIME = 0x01000193;
/** The offsets of two streams that see the same text. */
const OFFSETS = [0x811c9dc5, 0x9e3779b9] as const;

/**
 * A short name for texts: 64 bits as 16 hexadecimal digits, of two 32-bit FNV-1a streams with different offsets, each mixed
 * at the end. Tells data sets apart; keeps no secret.
 *
 * Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm" (IETF draft); the last mix is MurmurHash3's.
 */
export function digestOf(texts: Iterable<string>): string {
  const digest = createDigest();
  for (const text of texts) digest.add(text);
  return digest.hex();
}

/** `digestOf`, text by text. */
export function createDigest(): { add(text: string): void; hex(): string } {
  let [first, second] = OFFSETS as readonly [number, number];
  return {
    add(text) {
      for (let i = 0; i <= text.length; i++) {
        // A code beyond any text's ends each, so that ["ab", "c"] differs from ["a", "bc"].
        const code = i < text.length ? text.charCodeAt(i) : 0x10000;
        first = Math.imul(first ^ code, PRIME);
        second = Math.imul(second ^ (code + 1), PRIME);
      }
    },
    hex: () => [first, second].map((value) => mixed(value).toString(16).padStart(8, '0')).join(''),
  };
}

function mixed(value: number): number {
  let z = value >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
