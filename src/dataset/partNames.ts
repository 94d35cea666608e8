import type { Part } from './types';

/** What parts are called, in folders and in tables. */
const PART_NAMES: ReadonlyMap<string, Part> = new Map<string, Part>([
  ['train', 'train'],
  ['training', 'train'],
  ['val', 'validation'],
  ['valid', 'validation'],
  ['validation', 'validation'],
  ['dev', 'validation'],
  ['test', 'test'],
  ['testing', 'test'],
]);

/** The part of that name, whatever its capitals. */
export function partNamed(name: string): Part | undefined {
  return PART_NAMES.get(name.toLowerCase());
}
