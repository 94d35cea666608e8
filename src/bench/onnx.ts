import * as ort from 'onnxruntime-web/webgpu';
import { MEL_BINS } from '../model/shape';
import { adapterTitle, findAdapter } from '../ops/webgpu/adapter';
import type { StartContestant } from './contestant';
import { onnxModel, type OnnxOptions } from '../bundle/onnx/model';
import { onnxWork } from './onnxWork';

/**
 * The same forward pass in onnxruntime-web's WebGPU provider, its input on the device. With attention as its own operator it
 * is faster, and on adapters with few lanes a subgroup it computes something else: so both are measured.
 */
export const startOnnx =
  (attention: OnnxOptions['attention']): StartContestant =>
  async (work) => {
    const adapter = await findAdapter();
    if (!adapter) throw new Error('onnxruntime-web found no WebGPU device.');
    ort.env.wasm.numThreads = 1;
    ort.env.logLevel = 'error';
    const session = await ort.InferenceSession.create(onnxModel(...onnxWork(work, attention)), {
      executionProviders: ['webgpu'],
      graphOptimizationLevel: 'all',
    });
    const shape = [work.config.batch, work.config.frames, MEL_BINS];
    const device = await ort.env.webgpu.device;
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    const buffer = device.createBuffer({ size: work.x.byteLength, usage: STORAGE | COPY_SRC | COPY_DST });
    device.queue.writeBuffer(buffer, 0, work.x as Float32Array<ArrayBuffer>);
    const x = ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims: shape });
    return {
      device: adapterTitle(adapter),
      step: null,
      // Its run ends with the logits read: there is no earlier moment to look at.
      async forward() {
        const { logits } = await session.run({ input_values: x });
        if (!logits) throw new Error('The session gave no logits.');
        return () => logits.getData() as Promise<Float32Array>;
      },
      memory: null,
    };
  };
