import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { FusedName } from '../fused';
import { adamKernel } from './adamKernel';
import {
  attentionGradientKernel,
  attentionKernel,
  attentionStatisticsKernel,
  type AttentionSizes,
} from './attentionKernels';
import { geluGradientKernel, geluKernel } from './geluKernels';
import { layerNormGradientKernel, layerNormKernel } from './layerNormKernels';
import { flatProgram, type FlatKernel } from './program';
import { normsKernel, squaresKernel } from './stepNormKernels';
import { rowSharing, setRowSharing } from './sharing';
import { gatherTapsKernel, sumTapsKernel } from './tapKernels';

type Inputs = Readonly<Record<string, tf.TensorInfo>>;
type Attributes = Readonly<Record<string, number>>;
type Run = (kernel: FlatKernel, inputs: readonly (tf.TensorInfo | undefined)[]) => tf.TensorInfo;
interface Context {
  readonly backend: WebGPUBackend;
  readonly run: Run;
  free(tensor: tf.TensorInfo): void;
}
type Fused = (context: Context, inputs: Inputs, attributes: Attributes) => tf.TensorInfo;

const rows = (x: tf.TensorInfo | undefined, { eps = 0 }: Attributes) => ({
  shape: x?.shape ?? [],
  eps,
  sharing: rowSharing(),
});

/** One function a kernel. A name without one does not compile. */
const KERNELS: Record<FusedName, Fused> = {
  LoaaLinear: ({ backend }, inputs) => linear(backend, inputs),
  LoaaLayerNorm: ({ run }, { x, g, b }, attributes) => run(layerNormKernel(rows(x, attributes)), [x, g, b]),
  LoaaLayerNormGradient: ({ run }, { x, dy, g }, attributes) =>
    run(layerNormGradientKernel(rows(x, attributes)), [x, dy, g]),
  LoaaGelu: ({ run }, { x }) => run(geluKernel(x?.shape ?? []), [x]),
  LoaaGeluGradient: ({ run }, { x, dy }) => run(geluGradientKernel(x?.shape ?? []), [x, dy]),
  LoaaAttention: ({ run }, { qkv }, attributes) => run(attentionKernel(attentionSizes(qkv, attributes)), [qkv]),
  LoaaAttentionGradient: ({ run, free }, { qkv, o, dy }, attributes) => {
    const sizes = attentionSizes(qkv, attributes);
    const statistics = run(attentionStatisticsKernel(sizes), [qkv, o, dy]);
    const gradient = run(attentionGradientKernel(sizes), [qkv, dy, statistics]);
    free(statistics);
    return gradient;
  },
  LoaaAdam: ({ run }, { packed, gradient, reading }, { norms = 0, ...floats }) =>
    run(adamKernel(gradient?.shape[0] ?? 0, { size: reading?.shape[0] ?? 0, norms }, floats), [
      packed,
      gradient,
      reading,
    ]),
  LoaaNorms: ({ run, free }, { reading, values, before, chunks, bounds }) => {
    const [n = 0] = chunks?.shape ?? [];
    const squares = run(squaresKernel(n, rowSharing(), before !== undefined), [values, before, chunks]);
    const groups = (bounds?.shape[0] ?? 1) - 1;
    const out = run(normsKernel(reading?.shape[0] ?? 0, groups), [reading, squares, bounds]);
    free(squares);
    return out;
  },
  LoaaGatherTaps: ({ run }, { x, token }, { taps = 1 }) => {
    const [B = 0, N = 0, c = 0] = x?.shape ?? [];
    return run(gatherTapsKernel(B, N, taps, c), [x, token]);
  },
  LoaaSumTaps: ({ run }, { x, pair }, { taps = 1 }) => {
    const [B = 0, N = 0, width = 0] = x?.shape ?? [];
    return run(sumTapsKernel(B, N, taps, width / taps), [x, pair]);
  },
};

/** tfjs' fused product, or on software adapters ours in its place. */
function linear(backend: WebGPUBackend, inputs: Inputs): tf.TensorInfo {
  const product = tf.getKernel(tf._FusedMatMul, 'webgpu');
  const attrs = { transposeA: false, transposeB: true, activation: 'linear', leakyreluAlpha: 0 };
  const three = { ...inputs, a: asBatch(inputs.a), b: asBatch(inputs.b) };
  const out = product.kernelFunc({ inputs: three as tf.NamedTensorInfoMap, backend, attrs }) as tf.TensorInfo;
  return { ...out, shape: out.shape.slice(-2) };
}

function asBatch(tensor: tf.TensorInfo | undefined): tf.TensorInfo {
  if (!tensor) throw new Error('linear: an input is missing');
  return { ...tensor, shape: [1, ...tensor.shape.slice(-2)] };
}

function attentionSizes(qkv: tf.TensorInfo | undefined, { heads = 1 }: Attributes): AttentionSizes {
  const [B = 0, N = 0, width = 0] = qkv?.shape ?? [];
  return { B, N, heads, each: width / 3 / heads };
}

/**
 * Registers the fused kernels for WebGPU. Registering again replaces them. On a software adapter every barrier costs dearly, so
 * rows have one invocation each there, until a trial knows better.
 */
export function registerFusedKernels(software: boolean): void {
  setRowSharing(software ? 'alone' : 'workgroup');
  for (const [name, kernel] of Object.entries(KERNELS)) {
    if (tf.getKernel(name, 'webgpu')) tf.unregisterKernel(name, 'webgpu');
    tf.registerKernel({
      kernelName: name,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, backend, attrs }) => {
        const gpu = backend as WebGPUBackend;
        const run: Run = (flat, tensors) => {
          const { program, uniforms } = flatProgram(flat);
          const given = tensors.filter((tensor) => tensor !== undefined);
          return gpu.runWebGPUProgram(program, given, 'float32', uniforms);
        };
        const free = (tensor: tf.TensorInfo) => gpu.disposeData(tensor.dataId);
        return kernel({ backend: gpu, run, free }, inputs as Inputs, attrs as unknown as Attributes);
      },
    });
  }
}
