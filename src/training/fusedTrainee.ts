import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { isFusable } from '../fused/fusable';
import { inHalves } from '../fused/halves';
import { createFused, type Fused } from '../fused/pass';
import { tuningFor } from '../fused/tuning';
import type { MethodSettings } from '../model/methods';
import { parameter, type Parameters } from '../model/model';
import type { AstShape } from '../model/shape';
import { deviceTraits } from '../ops/webgpu/traits';
import type { FlatLayout } from './flat';
import { fusedChoiceOf, KEEP_ALL, type Passage } from './passage';
import { startOf } from './start';

/** What whole passes are made from. */
export interface FusedParts {
  readonly shape: AstShape;
  readonly settings: MethodSettings;
  readonly mlpDim: number;
  readonly layout: FlatLayout;
  readonly frozen: Parameters;
  readonly classes: number;
  /** T. */
  readonly frames: number;
}

/**
 * The kernels that run whole passes of a trainee; null where the backend, or the model, is not one of theirs.
 * @param passage how the run goes through its batches; all activations kept by default
 */
export function fusedFor(parts: FusedParts, passage: Pick<Passage, 'segment' | 'halves'> | null): Fused | null {
  const traits = tf.getBackend() === 'webgpu' ? deviceTraits() : null;
  const { shape, settings, mlpDim, layout, frozen } = parts;
  const { names } = layout;
  if (!traits || !isFusable({ ...shape, mlpDim, prefixTokens: shape.prefix }, settings)) return null;
  const { kept, halves } = fusedChoiceOf(passage ?? { segment: KEEP_ALL });
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
