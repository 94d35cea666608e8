import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { isFusable, type FusableModel } from '../fused/fusable';
import { inHalves, isLargeMatrix } from '../fused/halves';
import { chooseFused, type FusedChoice, type FusedSizes } from '../fused/memory';
import { firstTrained } from '../fused/model';
import { createFused, type Fused } from '../fused/pass';
import { tuningFor } from '../fused/tuning';
import { kernelsOf } from '../model/methods';
import { parameter, type Parameters } from '../model/model';
import { MEL_BINS } from '../model/shape';
import { deviceTraits } from '../ops/webgpu/traits';
import type { FlatLayout } from './flat';

/** What whole passes are made from. */
export interface FusedParts extends Omit<FusableModel, 'names'> {
  readonly layout: FlatLayout;
  readonly frozen: Parameters;
  readonly classes: number;
  readonly frames: number;
  /** B. */
  readonly batch: number;
}

/** Bytes on the device that a run may take where nobody has said. */
const DEFAULT_LIMIT = 3e9;

/**
 * The kernels that run whole passes of a trainee; null where the backend, or the model, is not one of theirs.
 * @param choice how memory is used; what fits by default
 */
export function fusedFor(parts: FusedParts, choice: FusedChoice | null): Fused | null {
  const traits = tf.getBackend() === 'webgpu' ? deviceTraits() : null;
  const { layout, frozen } = parts;
  const { names } = layout;
  if (!traits || !isFusable({ ...parts, names })) return null;
  const { kept, halves } = choice ?? chooseFused(fusedSizes(parts), DEFAULT_LIMIT);
  const small = halves ? inHalves(frozen) : null;
  const fused = createFused(
    {
      ...parts,
      names,
      offsets: new Map(names.map((name, i) => [name, layout.offsets[i] ?? 0])),
      total: layout.total,
      weight(name) {
        const { shape } = parameter({ parameters: frozen }, `${name}.weight`);
        return { weight: parameter({ parameters: small ?? frozen }, `${name}.weight`), shape, halves };
      },
    },
    tuningFor(tf.backend() as WebGPUBackend, traits),
    kept,
  );
  return {
    ...fused,
    dispose() {
      fused.dispose();
      if (small) tf.dispose([...small.values()]);
    },
  };
}

export function fusedSizes({
  shape,
  settings,
  layout,
  frozen,
  mlpDim,
  classes,
  frames,
  batch,
}: FusedParts): FusedSizes {
  const kernels = kernelsOf(settings);
  const valuesOf = (wanted: (name: string) => boolean) =>
    [...frozen].reduce((sum, [name, tensor]) => sum + (wanted(name) ? tensor.size : 0), 0);
  return {
    B: batch,
    tokens: shape.tokens,
    dim: shape.dim,
    depth: shape.depth,
    heads: shape.heads,
    mlpDim,
    patch: shape.patch[0] * shape.patch[1],
    frames,
    bins: MEL_BINS,
    classes,
    first: firstTrained({ shape, names: layout.names }),
    bottlenecks: [kernels.attn?.bottleneck ?? 0, kernels.ffn?.bottleneck ?? 0],
    trained: layout.total,
    matrices: valuesOf(isLargeMatrix),
    rest: valuesOf((name) => !isLargeMatrix(name)),
  };
}
