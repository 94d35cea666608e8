import * as tf from '@tensorflow/tfjs-core';

export interface KernelCall {
  readonly backend: unknown;
  readonly inputs: Readonly<Record<string, tf.TensorInfo>>;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Puts a kernel of ours in front of tfjs' own, which still does whatever ours answers null to. */
export function replaceKernel(
  name: string,
  backendName: string,
  kernel: (call: KernelCall) => tf.TensorInfo | null,
): void {
  const original = tf.getKernel(name, backendName);
  tf.unregisterKernel(name, backendName);
  tf.registerKernel({
    ...original,
    kernelFunc: (args) => {
      const {
        inputs,
        attrs = {},
        backend,
      } = args as unknown as {
        inputs: KernelCall['inputs'];
        attrs?: KernelCall['attributes'];
        backend: unknown;
      };
      return kernel({ backend, inputs, attributes: attrs }) ?? original.kernelFunc(args);
    },
  });
}
