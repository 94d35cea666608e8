/** A work that the built site contains, and the terms it comes under. */
export interface Licence {
  readonly name: string;
  /** Null for what has none: a model, sounds, a library inside a package. */
  readonly version: string | null;
  /** SPDX expression. */
  readonly licence: string;
  /** Who made it, where its package says so. */
  readonly author: string | null;
  /** Address of its source. */
  readonly source: string | null;
  /** The licence as it came with the work; null where it came without. */
  readonly text: string | null;
}

/** Where the build puts the list: see vite/licences.ts. */
export const LICENCES = 'licences.json';

/** The list that the build made. @throws where it is missing, as while developing */
export async function fetchLicences(base: string): Promise<readonly Licence[]> {
  const response = await fetch(new URL(LICENCES, base));
  if (!response.ok) throw new Error(`${LICENCES} answered ${response.status}.`);
  return (await response.json()) as readonly Licence[];
}
