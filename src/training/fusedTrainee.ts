import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { isFusable } from '../fused/fusable';
import { inHalves } from '../fused/halves';
import { isLargeMatrix } from '../fused/sizes';
import { chooseFused, type FusedSizes } from '../fused/memory';
import { createFused, type Fused } from '../fused/pass';
import { tuningFor } from '../fused/tuning';
import { kernelsOf, type MethodSettings } from '../model/methods';
import { parameter, type Parameters } from '../model/model';
import { MEL_BINS, type AstShape } from '../model/shape';
import { deviceTraits } from '../ops/webgpu/traits';
import type { FlatLayout } from './flat';
import { fusedChoiceOf, type Passage } from './passage';
import { startOf } from './start';

/** What whole passes are made from. */
export interface FusedParts {
  readonly shape: AstShape;
  readonly settings: MethodSettings;
  readonly mlpDim: number;
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
 * @param passage how the run goes through its batches; what fits by default
 */
export function fusedFor(parts: FusedParts, passage: Omit<Passage, 'batch'> | null): Fused | null {
  const traits = tf.getBackend() === 'webgpu' ? deviceTraits() : null;
  const { shape, settings, mlpDim, layout, frozen } = parts;
  const { names } = layout;
  if (!traits || !isFusable({ ...shape, mlpDim, prefixTokens: shape.prefix }, settings)) return null;
  const { kept, halves } = (passage && fusedChoiceOf(passage)) ?? chooseFused(fusedSizes(parts), DEFAULT_LIMIT);
  const small = halves ? inHalves(frozen) : null;
  const fused = createFused(
    {
      ...parts,
      first: startOf(names, shape.depth).layer,
      offsets: new Map(names.map((name, i) => [name, layout.offsets[i] ?? 0])),
      total: layout.total,
      weight(name) {
        const whole = parameter({ parameters: frozen }, `${name}.weight`);
        const weight = small ? parameter({ parameters: small }, `${name}.weight`) : whole;
        return { weight, shape: whole.shape, halves };
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
    input: frames * MEL_BINS,
    classes,
    first: startOf(layout.names, shape.depth).layer,
    bottlenecks: [kernels.attn?.bottleneck ?? 0, kernels.ffn?.bottleneck ?? 0],
    trained: layout.total,
    matrices: valuesOf(isLargeMatrix),
    rest: valuesOf((name) => !isLargeMatrix(name)),
  };
}
