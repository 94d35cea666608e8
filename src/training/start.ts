import { layerOf } from '../model/parameters';

/**
 * Where in the model trained parameters begin. What comes before is the same for an input in every step: it may run outside
 * the tape, and be kept from one epoch to the next.
 */
export interface Start {
  /**
   * What enters the trained part: `sound` the spectrogram [B, T, M] (the embedding is trained), `tokens` what enters layer
   * `layer`, [B, N, d], `pooled` the clip's vector [B, d] (only the head is trained).
   */
  readonly stage: 'sound' | 'tokens' | 'pooled';
  /** The first layer of the trained part; the number of layers where only the head is trained. */
  readonly layer: number;
}

/** @param names of the trained parameters  @param depth L */
export function startOf(names: readonly string[], depth: number): Start {
  const layers = names.filter((name) => !name.startsWith('head')).map(layerOf);
  const first = layers.reduce<number | null>(
    (least, layer) => (least === null || layer === null ? null : Math.min(least, layer)),
    depth,
  );
  if (first === null) return { stage: 'sound', layer: 0 };
  return { stage: first === depth ? 'pooled' : 'tokens', layer: first };
}
