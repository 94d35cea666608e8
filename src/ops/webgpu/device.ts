import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { NO_FUSED_KERNELS } from '../fused';
import { adapterTitle, findAdapter, isSoftware } from './adapter';
import { acceptDirectives } from './directives';
import { registerFusedKernels } from './fusedKernels';
import { registerSoftwareKernels } from './softwareKernels';
import { setDeviceTraits } from './traits';
import { refuseInTrouble, watchDevice } from './trouble';
import { waitingFor } from './waits';

/**
 * Dispatches recorded before tfjs submits them: enough for few submissions a step, and few enough for the device to be at work
 * while the rest of a step is recorded.
 */
const DISPATCHES_PER_SUBMIT = 44;

/**
 * Makes a device with the adapter's own limits (tfjs asks for fewer) and hands it to tfjs' backend.
 * @throws Error saying what is missing
 */
export async function startWebGpu(): Promise<{ device: string; software: boolean }> {
  const adapter = await findAdapter();
  if (!adapter) throw new Error('This browser offers no WebGPU adapter.');
  const wanted = ['timestamp-query', 'shader-f16', 'subgroups'];
  const device = await adapter.requestDevice({
    requiredFeatures: [...adapter.features].filter((feature) => wanted.includes(feature)) as GPUFeatureName[],
    requiredLimits: allLimits(adapter.limits),
  });
  watchDevice(device);
  acceptDirectives(device);
  const software = isSoftware(adapter);
  setDeviceTraits({ software, adapter: adapterTitle(adapter) });
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => readingSoundly(new WebGPUBackend(device, adapter.info)));
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', DISPATCHES_PER_SUBMIT);
  if (!NO_FUSED_KERNELS.on) {
    if (software) registerSoftwareKernels();
    registerFusedKernels(software);
  }
  if (!(await tf.setBackend('webgpu'))) throw new Error('The WebGPU backend did not start.');
  return { device: adapterTitle(adapter), software };
}

/** Every value comes back through here: none of a device in trouble does, and the wait for it is counted. */
function readingSoundly(backend: WebGPUBackend): WebGPUBackend {
  const read = backend.read.bind(backend);
  backend.read = async (id) => {
    const values = await waitingFor(read(id));
    refuseInTrouble();
    return values;
  };
  return backend;
}

function allLimits(limits: GPUSupportedLimits): Record<string, GPUSize64> {
  const out: Record<string, GPUSize64> = {};
  for (const name in limits) {
    const value = limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') out[name] = value;
  }
  return out;
}
