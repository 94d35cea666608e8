import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Goldens } from '../../src/parity/types';

function goldensIn(folder: string): Goldens {
  const at = (name: string): string => fileURLToPath(new URL(`../../${folder}/${name}`, import.meta.url));
  return {
    has: (name) => existsSync(at(name)),
    blob: (name) => new Blob([new Uint8Array(readFileSync(at(name)))]),
  };
}

/** The goldens of fixtures/, from disk. */
export const goldens: Goldens = goldensIn('fixtures');

/** Those of every method: tests/goldens/make_method_goldens.py writes them. */
export const methodGoldens: Goldens = goldensIn('fixtures-methods');
