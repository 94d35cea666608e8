import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { FusedName } from '../../src/ops/fused';

type Shapes = (inputs: tf.NamedTensorInfoMap, attributes: Readonly<Record<string, number>>) => readonly number[];

const sizeAt = (inputs: tf.NamedTensorInfoMap, name: string, axis: number) => inputs[name]?.shape[axis] ?? 0;
const like =
  (name: string): Shapes =>
  (inputs) =>
    inputs[name]?.shape ?? [];
/** [B, N, c] with c scaled. */
const scaled =
  (name: string, factor: (attributes: Readonly<Record<string, number>>) => number): Shapes =>
  (inputs, attributes) => [
    sizeAt(inputs, name, 0),
    sizeAt(inputs, name, 1),
    sizeAt(inputs, name, 2) * factor(attributes),
  ];

const SHAPES: Readonly<Record<FusedName, Shapes>> = {
  LoaaLinear: (inputs) => [sizeAt(inputs, 'a', 0), sizeAt(inputs, 'b', 0)],
  LoaaLayerNorm: like('x'),
  LoaaLayerNormGradient: like('x'),
  LoaaGelu: like('x'),
  LoaaGeluGradient: like('x'),
  LoaaAttention: scaled('qkv', () => 1 / 3),
  LoaaAttentionGradient: like('qkv'),
  LoaaGatherTaps: scaled('x', ({ taps = 1 }) => taps),
  LoaaSumTaps: scaled('x', ({ taps = 1 }) => 1 / taps),
  LoaaAdam: like('packed'),
  LoaaNorms: (inputs) => [sizeAt(inputs, 'reading', 0) + sizeAt(inputs, 'bounds', 0) - 1],
};

/**
 * Registers kernels for the plain JavaScript backend whose outputs have the shapes of ours and hold zeros: to count the
 * memory of a backend that has them. Answers with what takes them away again.
 */
export function fakeKernels(): () => void {
  const names = Object.keys(SHAPES) as FusedName[];
  for (const kernelName of names) {
    tf.registerKernel({
      kernelName,
      backendName: 'cpu',
      kernelFunc: ({ inputs, attrs, backend }) => {
        const shape = [...SHAPES[kernelName](inputs, (attrs ?? {}) as Record<string, number>)];
        const zeros = new Float32Array(tf.util.sizeFromShape(shape));
        return (backend as unknown as MathBackendCPU).makeTensorInfo(shape, 'float32', zeros);
      },
    });
  }
  return () => names.forEach((name) => tf.unregisterKernel(name, 'cpu'));
}
