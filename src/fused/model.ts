import * as tf from '@tensorflow/tfjs-core';
import { adapterName, PLACEMENTS, type Placement } from '../model/adapters';
import { FIXED_POSITIONS, LEARNED_POSITIONS } from '../model/positions';
import { parameter, type Parameters } from '../model/model';
import type { MethodSettings } from '../model/methods';
import type { AstShape } from '../model/shape';

/** A trainee as the kernels see it. */
export interface FusedModel {
  readonly shape: AstShape;
  readonly settings: MethodSettings;
  /** The first layer that holds trained parameters; the number of layers where only the head is trained. */
  readonly first: number;
  readonly mlpDim: number;
  readonly frozen: Parameters;
  /** Where each trained parameter starts in theta and in the flat gradient. */
  readonly offsets: ReadonlyMap<string, number>;
  /** P. */
  readonly total: number;
  readonly classes: number;
  /** T, frames of the input. */
  readonly frames: number;
  /** The weight of a frozen linear map, or of the patch convolution, as a matrix [out, in]; `halves`: in 16 bits. */
  weight(name: string): { readonly weight: tf.TensorInfo; readonly shape: readonly number[]; readonly halves: boolean };
}

/** One Look-Aside Adapter: channels, taps, its weights' offsets, and its index tables [N k]. */
export interface AdapterAt {
  readonly r: number;
  readonly taps: number;
  readonly down: number;
  readonly up: number;
  readonly neighbour: tf.TensorInfo;
  readonly reader: tf.TensorInfo;
}

export type LayerAdapters = Readonly<Record<Placement, AdapterAt | null>>;

/** The adapters of every layer. */
export function adaptersOf(m: FusedModel): LayerAdapters[] {
  return Array.from({ length: m.shape.depth }, (_, layer) => {
    const [attn, ffn] = PLACEMENTS.map((place) => adapterAt(m, layer, place));
    return { attn: attn ?? null, ffn: ffn ?? null };
  });
}

function adapterAt({ shape, settings, offsets }: FusedModel, layer: number, place: Placement): AdapterAt | null {
  const down = offsets.get(adapterName(layer, place, 'down'));
  const up = offsets.get(adapterName(layer, place, 'up'));
  const r = settings.adapters[place]?.bottleneck;
  if (down === undefined || up === undefined || r === undefined) return null;
  const { taps, neighbour, reader } = shape.taps(place);
  return { r, taps, down, up, neighbour: neighbour.token, reader: reader.token };
}

/**
 * What is added to the patch products of every clip: positions, with the prefix tokens or the patch bias: [N, d]. The caller
 * owns it.
 */
export function embeddingAddend({ shape: { prefix, tokens, dim }, frozen }: FusedModel): tf.Tensor2D {
  return tf.tidy(() => {
    const positions = tf.reshape(frozen.get(FIXED_POSITIONS) ?? parameter({ parameters: frozen }, LEARNED_POSITIONS), [
      tokens,
      dim,
    ]);
    const front = ['cls', 'dist']
      .slice(0, prefix)
      .map((name) => tf.reshape(parameter({ parameters: frozen }, name), [1, dim]));
    const bias = tf.reshape(parameter({ parameters: frozen }, 'patch.bias'), [1, dim]);
    return tf.add(positions, tf.concat([...front, tf.tile(bias, [tokens - prefix, 1])], 0));
  });
}
