import * as tf from '@tensorflow/tfjs-core';
import type { EngineMemory } from './protocol';
import type { EngineHandlers } from './rpc';

/** What the engine holds now. Light: may be asked for at any time, during a run too. */
export const memoryHandlers: Pick<EngineHandlers, 'engine.memory'> = {
  async 'engine.memory'(): Promise<EngineMemory> {
    const { numTensors, numBytes, ...rest } = tf.memory() as tf.MemoryInfo & { numBytesAllocatedInGPU?: number };
    return { tensors: numTensors, bytes: numBytes, gpuBytes: rest.numBytesAllocatedInGPU ?? null };
  },
};
