import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { flatProgram, type FlatKernel } from '../ops/webgpu/program';
import { submit } from '../ops/webgpu/queue';
import type { Sharing } from '../ops/webgpu/sharing';
import { productInputs, productProgram, type ProductCase, type ProductShape } from './kernels/product';
import type { RowsAtOnce } from './kernels/taps';

/** How kernels are shaped for an adapter: what is fast on a GPU is slow on a software one. */
export interface Tuning extends ProductShape {
  /** How sums over rows are shared out. */
  readonly sharing: Sharing;
  readonly rowsAtOnce: RowsAtOnce;
}

export type Inputs = readonly (tf.TensorInfo | null | undefined)[];

/** Runs kernels on tfjs' WebGPU backend into memory that is given, and hands that memory out by name. */
export function createGpu(backend: WebGPUBackend, tuning: Tuning) {
  const slots = new Map<string, tf.TensorInfo>();
  const bare = (tensor: tf.TensorInfo): tf.TensorInfo => ({
    ...tensor,
    shape: [tf.util.sizeFromShape(tensor.shape)],
  });
  const present = (inputs: Inputs) => inputs.filter((input) => !!input).map(bare);

  return {
    tuning,

    /** Memory for so many floats under a name: the same one each time, larger where more is asked for than before. */
    slot(name: string, floats: number): tf.TensorInfo {
      const known = slots.get(name);
      if (known && (known.shape[0] ?? 0) >= floats) return known;
      if (known) backend.disposeData(known.dataId);
      const fresh = backend.makeTensorInfo([floats], 'float32');
      slots.set(name, fresh);
      return fresh;
    },

    /**
     * The tensors' memory; of those whose values are still the processor's, slots of these names that they are written into.
     * tfjs would make a buffer for the way, in every step. What was recorded so far is submitted first, because it may read
     * the slots.
     */
    inputs(named: Readonly<Record<string, tf.Tensor>>): tf.TensorInfo[] {
      submit(backend);
      return Object.entries(named).map(([name, tensor]) => {
        const { values, resource } = backend.tensorMap.get(tensor.dataId);
        if (resource || !(values instanceof Float32Array)) return tensor;
        const slot = this.slot(name, tensor.size);
        backend.uploadToGPU(slot.dataId);
        const to = backend.tensorMap.get(slot.dataId).resource as GPUBuffer;
        backend.queue.writeBuffer(to, 0, values as Float32Array<ArrayBuffer>);
        return slot;
      });
    },

    /** Memory that becomes a tensor of the caller's. */
    fresh: (shape: readonly number[]): tf.TensorInfo => backend.makeTensorInfo([...shape], 'float32'),

    tensor: (info: tf.TensorInfo): tf.Tensor => tf.engine().makeTensorFromTensorInfo(info),

    run(kernel: FlatKernel, inputs: Inputs, into: tf.TensorInfo): void {
      const { program, uniforms } = flatProgram(kernel);
      backend.runWebGPUProgram(program, present(inputs), 'float32', uniforms, bare(into));
    },

    /** @param inputs by the names of `productInputs` */
    product(c: ProductCase, inputs: Readonly<Record<string, tf.TensorInfo | null>>, into: tf.TensorInfo): void {
      const { program, uniforms } = productProgram(c, tuning);
      const ordered = productInputs(c).map((name) => {
        const input = inputs[name];
        if (!input) throw new Error(`product: ${name} is missing`);
        return input;
      });
      backend.runWebGPUProgram(program, present(ordered), 'float32', uniforms, { ...into, shape: [1, c.M, c.N] });
    },

    /** Bytes of all slots. */
    bytes: (): number => [...slots.values()].reduce((sum, { shape }) => sum + 4 * (shape[0] ?? 0), 0),

    dispose(): void {
      for (const { dataId } of slots.values()) backend.disposeData(dataId);
      slots.clear();
    },
  };
}

export type Gpu = ReturnType<typeof createGpu>;
