import * as tf from '@tensorflow/tfjs-core';
import { PLACEMENTS, type Placement } from '../model/adapters';
import { block, blockAttention, embed } from '../model/ast';
import type { Model } from '../model/model';
import { MEL_BINS } from '../model/shape';
import { entropyShares } from './entropy';
import { rolledOut, startRollout } from './rollout';
import type { Inspection } from './types';

/** One layer of a pass, on the device while it is visited. */
export interface LayerVisit {
  readonly layer: number;
  /** P [h, N, N], rows are queries. Not the visitor's to free. */
  readonly attention: tf.Tensor3D;
}

/** What a pass gives beside what its visitor took. */
export interface Inspected {
  readonly inspection: Inspection;
  /** [N, N], see `rolledOut`. */
  readonly rollout: Float32Array;
}

/**
 * One clip through all layers, once: attention of every layer is shown to `visit`, and entropy, rollout and what adapters
 * add are reduced on the device, so that little is read back.
 * @param x [T, M], normalised
 * @param visit called after each layer; answering no ends the work early with null
 */
export async function inspect(
  m: Model,
  x: Float32Array,
  visit: (visit: LayerVisit) => Promise<boolean>,
): Promise<Inspected | null> {
  const { grid, prefix, depth, heads, tokens: N } = m.shape;
  const size = grid[0] * grid[1];
  const entropy = new Float32Array(depth * heads);
  const norms = { attn: new Float32Array(depth * size), ffn: new Float32Array(depth * size) };
  const found = new Set<Placement>();
  let tokens = tf.tidy(() => embed(m, tf.tensor3d(x, [1, x.length / MEL_BINS, MEL_BINS])));
  let rollout = startRollout(N);
  try {
    for (let layer = 0; layer < depth; layer++) {
      const attention = tf.tidy(() => tf.reshape(blockAttention(m, layer, tokens), [heads, N, N]) as tf.Tensor3D);
      try {
        entropy.set(await readAndFree(tf.tidy(() => entropyShares(attention))), layer * heads);
        const rolled = tf.tidy(() => rolledOut(rollout, attention));
        rollout.dispose();
        rollout = rolled;
        if (!(await visit({ layer, attention }))) return null;
      } finally {
        attention.dispose();
      }
      const added = new Map<Placement, tf.Tensor1D>();
      const next = tf.tidy(() =>
        block(m, layer, tokens, (place, output) => void added.set(place, tf.keep(normsOf(output, prefix, size)))),
      );
      tokens.dispose();
      tokens = next;
      for (const [place, tensor] of added) {
        found.add(place);
        norms[place].set(await readAndFree(tensor), layer * size);
      }
    }
    const values = await rollout.data<'float32'>();
    const [attn, ffn] = PLACEMENTS.map((place) => (found.has(place) ? norms[place] : null));
    const inspection: Inspection = {
      layers: depth,
      heads,
      grid,
      prefix,
      entropy,
      added: { attn: attn ?? null, ffn: ffn ?? null },
    };
    return { inspection, rollout: Float32Array.from(values) };
  } finally {
    tokens.dispose();
    rollout.dispose();
  }
}

/** L2 norm over d of each patch token of [1, N.., d]: [F W]. */
function normsOf(output: tf.Tensor3D, prefix: number, size: number): tf.Tensor1D {
  const patches = tf.slice(output, [0, prefix, 0], [1, size, -1]);
  return tf.reshape(tf.sqrt(tf.sum(tf.square(patches), 2)), [size]);
}

async function readAndFree(tensor: tf.Tensor): Promise<Float32Array> {
  const values = await tensor.data<'float32'>();
  tensor.dispose();
  return values;
}
