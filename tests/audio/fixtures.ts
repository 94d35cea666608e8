import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** Raw little-endian float32 golden of fixtures/audio. */
export function golden(name: string): Float32Array {
  const bytes = readFileSync(join(ROOT, 'fixtures/audio', name));
  return new Float32Array(new Uint8Array(bytes).buffer);
}

export function goldenIndex(): {
  fbank: Record<string, unknown>;
  resample: Record<string, { from: number; to: number }>;
} {
  return JSON.parse(readFileSync(join(ROOT, 'fixtures/audio/index.json'), 'utf8'));
}

/** A small file beside this one: a 440 Hz tone of half a second, in several formats. */
export function toneFile(name: string): Blob {
  return fileBlob(join(ROOT, 'tests/audio', name));
}

/** A CC0 sample of the demo set's package. */
export function demoSample(name: string): Blob {
  return fileBlob(join(ROOT, 'node_modules/supersonic-scsynth-samples/samples', name));
}

/** The path of a real data set file, or null where the shared folder is absent. */
export function sharedPath(path: string): string | null {
  const full = join(process.env.LOAA_SHARED ?? resolve(ROOT, '../shared'), path);
  return existsSync(full) ? full : null;
}

export function fileBlob(path: string): Blob {
  return new Blob([new Uint8Array(readFileSync(path))]);
}

export async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

export interface Difference {
  readonly max: number;
  readonly mean: number;
}

/** Largest and mean absolute difference over the places that `counts` says; NaN where any value is NaN. */
export function difference(
  actual: Float32Array,
  expected: Float32Array,
  counts: (expected: number, index: number) => boolean = () => true,
): Difference {
  if (actual.length !== expected.length) throw new Error(`${actual.length} values, expected ${expected.length}`);
  let max = 0;
  let sum = 0;
  let n = 0;
  expected.forEach((value, i) => {
    if (!counts(value, i)) return;
    const gap = Math.abs((actual[i] ?? NaN) - value);
    max = Math.max(max, gap);
    sum += gap;
    n++;
  });
  return { max, mean: n === 0 ? 0 : sum / n };
}

/** The strongest frequency of a wave (Hz) by counting upward zero crossings. */
export function pitchOf(wave: Float32Array, sampleRate: number): number {
  let crossings = 0;
  let first = 0;
  let last = 0;
  for (let i = 1; i < wave.length; i++) {
    if ((wave[i - 1] ?? 0) >= 0 || (wave[i] ?? 0) < 0) continue;
    if (crossings === 0) first = i;
    last = i;
    crossings++;
  }
  return ((crossings - 1) * sampleRate) / (last - first);
}

/** Root mean square. */
export function rms(wave: Float32Array): number {
  return Math.sqrt(wave.reduce((sum, x) => sum + x * x, 0) / wave.length);
}
