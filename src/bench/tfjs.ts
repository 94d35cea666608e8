import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { tuneKernels } from '../fused/trial';
import { forward } from '../model/ast';
import { MEL_BINS } from '../model/shape';
import { startBackend } from '../ops/backend';
import { NO_FUSED_KERNELS } from '../ops/fused';
import { OPTIMISERS } from '../training/optimisers';
import { currentModel, trainStep } from '../training/step';
import { USUAL_GRAPHICS_BYTES } from '../training/memoryLimit';
import { createTrainee } from '../training/trainee';
import { planRun } from '../worker/preflight';
import { CLASSES, RATE } from './configurations';
import type { Running, StartContestant } from './contestant';
import { naming } from './kernelTimes';
import { measureRun } from './runMeasure';

/** Ours, with every kernel of ours. */
export const startOurs: StartContestant = (work, request) => start(work, request, false);

/** The same model in tfjs' own kernels alone: the compositions that tests compare with. */
export const startPlain: StartContestant = (work, request) => start(work, request, true);

async function start(
  work: Parameters<StartContestant>[0],
  { backend }: Parameters<StartContestant>[1],
  plain: boolean,
): Promise<Running> {
  const { backbone, config, trained, x, labels } = work;
  NO_FUSED_KERNELS.on = plain;
  const { device } = await startBackend(backend);
  if (backend === 'webgpu' && !plain) await tuneKernels();
  if (backend === 'webgpu') nameKernels(tf.backend() as WebGPUBackend);
  // The whole batch at once, as every other contestant takes it.
  const whole = { ...config, microBatch: config.batch };
  const passage = plain ? null : planRun(backbone, whole, CLASSES, USUAL_GRAPHICS_BYTES).passage;
  const t = createTrainee(backbone, config, CLASSES, trained, passage);
  const input = tf.keep(tf.tensor3d(x, [config.batch, config.frames, MEL_BINS]));
  const targets = tf.keep(tf.tensor2d(oneHot(labels), [config.batch, CLASSES]));
  return {
    device,
    async step() {
      const reading = trainStep(t, 'ce', OPTIMISERS.adam, RATE, [{ x: input, targets }]);
      return async () => (await read(reading))[0] ?? NaN;
    },
    async forward() {
      const logits = tf.tidy(() => forward(currentModel(t), input));
      return () => read(logits);
    },
    run: (steps) => measureRun(t, work, steps),
    memory() {
      const { numTensors, numBytes, ...rest } = tf.memory() as tf.MemoryInfo & { numBytesAllocatedInGPU?: number };
      return { tensors: numTensors, bytes: numBytes, gpuBytes: rest.numBytesAllocatedInGPU ?? null };
    },
  };
}

/** A tensor's values, the tensor freed. */
async function read(tensor: tf.Tensor): Promise<ArrayLike<number>> {
  const values = await tensor.data();
  tensor.dispose();
  return values;
}

function oneHot(labels: readonly number[]): Float32Array {
  const out = new Float32Array(labels.length * CLASSES);
  labels.forEach((label, i) => (out[i * CLASSES + label] = 1));
  return out;
}

/** tfjs labels pipelines by class names, which a minifier changes: the shader's key begins with a lasting one. */
function nameKernels(backend: WebGPUBackend): void {
  const run = backend.runWebGPUProgram.bind(backend);
  backend.runWebGPUProgram = (program, ...rest) => {
    const [name = 'unnamed'] = program.shaderKey.split(/[|_,]/);
    return naming(name, () => run(program, ...rest));
  };
}
