import * as tf from '@tensorflow/tfjs-core';
import { isFusable } from '../fused/fusable';
import type { FusedModel } from '../fused/model';
import { createFused, type Fused } from '../fused/pass';
import { tuningFor } from '../fused/tuning';
import { parameter } from '../model/model';
import { deviceTraits } from '../ops/webgpu/traits';
import type { Trainee } from './step';

/** The kernels that run whole passes of a trainee; null where the backend, or the model, is not one of theirs. */
export function fusedFor(
  { shape, settings, frozen, layout }: Pick<Trainee, 'shape' | 'settings' | 'frozen' | 'layout'>,
  { mlpDim, classes, frames }: Pick<FusedModel, 'mlpDim' | 'classes' | 'frames'>,
): Fused | null {
  const traits = tf.getBackend() === 'webgpu' ? deviceTraits() : null;
  const { names } = layout;
  if (!traits || !isFusable({ shape, settings, names, mlpDim })) return null;
  const model: FusedModel = {
    shape,
    settings,
    names,
    mlpDim,
    classes,
    frames,
    frozen,
    offsets: new Map(names.map((name, i) => [name, layout.offsets[i] ?? 0])),
    total: layout.total,
    weight(name) {
      const weight = parameter({ parameters: frozen }, `${name}.weight`);
      return { weight, shape: weight.shape, halves: false };
    },
  };
  return createFused(model, tuningFor(traits), 'all');
}
