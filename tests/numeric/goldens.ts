import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Goldens } from '../../src/parity/types';

const at = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));

/** The goldens of fixtures/, from disk. */
export const goldens: Goldens = {
  has: (name) => existsSync(at(name)),
  blob: (name) => new Blob([new Uint8Array(readFileSync(at(name)))]),
};
