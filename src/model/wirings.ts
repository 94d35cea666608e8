import type * as tf from '@tensorflow/tfjs-core';
import { adapterName, type Placement } from './adapters';
import { convpassBeside } from './convpass';
import { houlsbyAfter, houlsbyBeside } from './houlsby';
import { lookAside } from './lookAside';
import { loraChange, type Projection } from './lora';
import type { MethodName } from './methods';
import { parameter, type Model } from './model';
import { withPrefix } from './prefix';
import { withPrompts } from './prompts';

/**
 * Where a method's parameters meet a transformer layer. Each function is asked about every layer i and answers "nothing"
 * (null, or its input) where that layer holds none of the method's parameters.
 */
export interface Wiring {
  /** The tokens on their way into the layer: [B, N, d] -> [B, N or more, d]. */
  readonly enter: (m: Model, i: number, x: tf.Tensor3D) => tf.Tensor3D;
  /** To be added to a projection's output, from its input. */
  readonly change: (m: Model, i: number, part: Projection, x: tf.Tensor3D) => tf.Tensor3D | null;
  /** Packed projections on their way into attention: [B, N, 3 d] -> [B, N or more, 3 d]. */
  readonly attend: (m: Model, i: number, qkv: tf.Tensor3D) => tf.Tensor3D;
  /** To be added to the block's output, from the LayerNorm output h that the block reads too. */
  readonly beside: (m: Model, i: number, place: Placement, h: tf.Tensor3D) => tf.Tensor3D | null;
  /** The block's output on its way to the residual sum. */
  readonly after: (m: Model, i: number, place: Placement, y: tf.Tensor3D) => tf.Tensor3D;
}

/** The backbone as it is. */
const PLAIN: Wiring = {
  enter: (_m, _i, x) => x,
  change: () => null,
  attend: (_m, _i, qkv) => qkv,
  beside: () => null,
  after: (_m, _i, _place, y) => y,
};

/** The Look-Aside Adapter beside block `place` of layer i, applied to h. */
function adapterBeside(m: Model, i: number, place: Placement, h: tf.Tensor3D): tf.Tensor3D | null {
  const down = m.parameters.get(adapterName(i, place, 'down'));
  if (!down) return null;
  return lookAside(h, down, parameter(m, adapterName(i, place, 'up')), m.shape.taps(place));
}

/** The computation of each row of METHODS. */
export const WIRINGS: Readonly<Record<MethodName, Wiring>> = {
  loaa: { ...PLAIN, beside: adapterBeside },
  'linear-probe': PLAIN,
  full: PLAIN,
  'houlsby-parallel': { ...PLAIN, beside: houlsbyBeside },
  'houlsby-sequential': { ...PLAIN, after: houlsbyAfter },
  lora: { ...PLAIN, change: loraChange },
  convpass: { ...PLAIN, beside: convpassBeside },
  prompt: { ...PLAIN, enter: withPrompts },
  prefix: { ...PLAIN, attend: withPrefix },
  bitfit: PLAIN,
};
