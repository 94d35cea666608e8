/**
 * Seeded random numbers: xoshiro128** (Blackman & Vigna 2018) seeded through splitmix32.
 * The whole state is four 32-bit integers, so a run can stop and go on from the exact draw.
 */
export type RandomState = readonly [number, number, number, number];

export class Random {
  private s: [number, number, number, number];

  constructor(seed: number | RandomState) {
    if (typeof seed !== 'number') {
      this.s = [...seed];
      return;
    }
    let z = seed >>> 0;
    const splitmix = () => {
      z = (z + 0x9e3779b9) >>> 0;
      let t = z ^ (z >>> 16);
      t = Math.imul(t, 0x21f0aaad);
      t ^= t >>> 15;
      t = Math.imul(t, 0x735a2d97);
      return (t ^ (t >>> 15)) >>> 0;
    };
    this.s = [splitmix(), splitmix(), splitmix(), splitmix()];
  }

  /** An independent generator for one purpose (`split`, `shuffle`, `init`, ...), so that uses do not disturb each other. */
  static for(seed: number, purpose: string): Random {
    let hash = 0x811c9dc5 ^ seed;
    for (let i = 0; i < purpose.length; i++) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193);
    return new Random((hash ^ Math.imul(seed, 0x9e3779b1)) >>> 0);
  }

  get state(): RandomState {
    return [...this.s];
  }

  /** Uniform 32-bit integer. */
  private next(): number {
    const s = this.s;
    const rotl = (x: number, k: number) => (x << k) | (x >>> (32 - k));
    const result = Math.imul(rotl(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 11);
    return result;
  }

  /** Uniform in [0, 1) with 53 bits. */
  uniform(): number {
    return ((this.next() >>> 5) * 67108864 + (this.next() >>> 6)) / 9007199254740992;
  }

  /** Uniform integer in [0, n). */
  integer(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Standard normal (Box-Muller, one of the pair). */
  normal(): number {
    const u = 1 - this.uniform();
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Gamma(k, 1) for integer k >= 1, as a sum of exponentials. */
  private gamma(k: number): number {
    let sum = 0;
    for (let i = 0; i < k; i++) sum -= Math.log(1 - this.uniform());
    return sum;
  }

  /** Beta(a, b) for integer a, b >= 1: G(a) / (G(a) + G(b)). AST's mixup draws Beta(10, 10). */
  beta(a: number, b: number): number {
    const x = this.gamma(a);
    return x / (x + this.gamma(b));
  }

  /** Fisher-Yates on a copy. */
  shuffled<T>(items: readonly T[]): T[] {
    const out = [...items];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = out[i] as T;
      out[i] = out[j] as T;
      out[j] = held;
    }
    return out;
  }
}
