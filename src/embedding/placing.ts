import { UMAP } from 'umap-js';
import { Random } from '../core/random';
import { principalComponents } from './pca';
import type { Neighbours, Vectors } from './types';

/** Where every clip lies on a map: [n, 2], row-major. */
export type Places = Float32Array;

/** The first two principal components, and the share of the variance that they show. */
export function placeByComponents(vectors: Vectors): { readonly places: Places; readonly shown: number } {
  const { coordinates, count, variances, totalVariance } = principalComponents(vectors, 2);
  const places = new Float32Array(2 * vectors.count);
  for (let i = 0; i < vectors.count; i++)
    for (let c = 0; c < Math.min(2, count); c++) places[2 * i + c] = coordinates[i * count + c] ?? 0;
  const sum = variances.slice(0, 2).reduce((a, b) => a + b, 0);
  return { places, shown: totalVariance > 0 ? sum / totalVariance : 1 };
}

/** Below this many clips there is no neighbourhood to unfold. */
const LEAST_CLIPS = 5;
/** The spread that the optimisation starts from, as umap-js draws it. */
const START_SPREAD = 10;

/**
 * UMAP of clips by their nearest neighbours, begun from their places by principal components and seeded: the same clips give
 * the same map.
 *
 * Source: McInnes, Healy, Melville 2018; Kobak, Linderman 2021 (the start from principal components).
 * @returns null for too few clips
 */
export function startUnfolding(
  { indices, similarities, k }: Neighbours,
  start: Places,
): { readonly epochs: number; step(): number; places(): Places } | null {
  const count = start.length / 2;
  if (count < LEAST_CLIPS || k < 2) return null;
  const rows = Array.from({ length: count }, (_, i) => i);
  const random = Random.for(1, 'map');
  const umap = new UMAP({ nComponents: 2, nNeighbors: k, minDist: 0.15, random: () => random.uniform() });
  // A clip is its own nearest neighbour, as UMAP counts.
  umap.setPrecomputedKNN(
    rows.map((i) => [i, ...indices.subarray(i * k, (i + 1) * k - 1)]),
    rows.map((i) => [0, ...[...similarities.subarray(i * k, (i + 1) * k - 1)].map((s) => Math.max(0, 1 - s))]),
  );
  const epochs = umap.initializeFit(rows.map((i) => [start[2 * i] ?? 0, start[2 * i + 1] ?? 0]));
  const places = umap.getEmbedding();
  let most = 0;
  for (const value of start) most = Math.max(most, Math.abs(value));
  rows.forEach((i) => {
    const place = places[i];
    if (!place || most === 0) return;
    for (const c of [0, 1]) place[c] = ((start[2 * i + c] ?? 0) / most) * START_SPREAD + 1e-3 * random.normal();
  });
  return { epochs, step: () => umap.step(), places: () => Float32Array.from(umap.getEmbedding().flat()) };
}
