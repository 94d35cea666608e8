/** The chosen layers of a method, as the configuration holds them: null for all, 0-based and ascending otherwise. */
export type Layers = readonly number[] | null;

const all = (depth: number) => Array.from({ length: depth }, (_, i) => i);

/** Chosen layers in the one way that they are written: null where they are all of the backbone's. */
function written(layers: readonly number[], depth: number): Layers {
  return layers.length === depth ? null : layers;
}

/** Whether a layer is among them. */
export function hasLayer(layers: Layers, layer: number): boolean {
  return layers === null || layers.includes(layer);
}

/** With a layer taken in, or left out where it was in; layers that the backbone lacks are dropped. */
export function toggleLayer(layers: Layers, layer: number, depth: number): Layers {
  return written(
    all(depth).filter((i) => hasLayer(layers, i) !== (i === layer)),
    depth,
  );
}

/** Choices by name. The first half is the smaller one of an odd number. */
export const LAYER_CHOICES: readonly { readonly title: string; readonly of: (depth: number) => Layers }[] = [
  { title: 'All', of: () => null },
  { title: 'None', of: () => [] },
  { title: 'First half', of: (depth) => written(all(depth).slice(0, depth >> 1), depth) },
  { title: 'Last half', of: (depth) => written(all(depth).slice(depth >> 1), depth) },
];

/** Whether two choices are the same layers of a backbone. */
export function isSameLayers(a: Layers, b: Layers, depth: number): boolean {
  return all(depth).every((i) => hasLayer(a, i) === hasLayer(b, i));
}

/** The layers in words, counted from 1: `all 12 layers`, `layers 1 to 3 and 7 of 12`, `no layer`. */
export function layerWords(layers: Layers, depth: number): string {
  const chosen = all(depth).filter((i) => hasLayer(layers, i));
  if (chosen.length === depth) return `all ${depth} layers`;
  if (chosen.length === 0) return 'no layer';
  const runs: [number, number][] = [];
  for (const layer of chosen) {
    const last = runs.at(-1);
    if (last && last[1] === layer - 1) last[1] = layer;
    else runs.push([layer, layer]);
  }
  const parts = runs.map(([from, to]) => (from === to ? `${from + 1}` : `${from + 1} to ${to + 1}`));
  const list = [parts.slice(0, -1).join(', '), parts.at(-1)].filter(Boolean).join(' and ');
  return `${chosen.length === 1 ? 'layer' : 'layers'} ${list} of ${depth}`;
}
