import { readFile } from 'node:fs/promises';
import { openCheckpoint } from '../../src/weights/openCheckpoint';
import { readBackbone, type ReadBackboneOptions } from '../../src/weights/readBackbone';
import { writeSafetensors } from '../../src/weights/safetensors';
import type { Backbone, TensorFile, Weight } from '../../src/weights/types';

/** Attention heads of every checkpoint of fixtures-backbones/, whose width does not tell them. */
export const HEADS = 3;

/** A small checkpoint in a published naming, or the goldens: see tests/goldens/make_backbone_goldens.py. */
export async function published(name: string): Promise<TensorFile> {
  const bytes = await readFile(new URL(`../../fixtures-backbones/${name}`, import.meta.url));
  return openCheckpoint(new Blob([new Uint8Array(bytes)]), name);
}

/** Reads a published checkpoint. */
export async function publishedBackbone(name: string, more: Partial<ReadBackboneOptions> = {}): Promise<Backbone> {
  return readBackbone(await published(name), { name, sha256: '', heads: HEADS, ...more });
}

/** A published checkpoint as safetensors, with its tensors changed and its texts kept or left out. */
export async function changed(
  name: string,
  change: (tensors: Map<string, Weight>) => void,
  texts: ReadonlyMap<string, string> | null = null,
): Promise<TensorFile> {
  const file = await published(name);
  const tensors = new Map<string, Weight>();
  for (const key of file.entries.keys()) tensors.set(key, await file.read(key));
  change(tensors);
  return openCheckpoint(new Blob([writeSafetensors(tensors, texts ?? file.metadata)]), name);
}
