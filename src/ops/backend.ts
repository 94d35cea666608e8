import * as tf from '@tensorflow/tfjs-core';
import { fail } from '../core/problem';
import { findAdapter, isSoftware } from './webgpu/adapter';

/** `auto`: WebGPU on a real adapter, else WebAssembly, else plain CPU. The others are taken as they are or fail. */
export type BackendChoice = 'auto' | 'webgpu' | 'wasm' | 'cpu';
export type BackendName = Exclude<BackendChoice, 'auto'>;

export interface BackendReport {
  readonly name: BackendName;
  /** The adapter or the processor, in words: "nvidia ampere", "SwiftShader (software)", "SIMD, 2 threads". */
  readonly device: string;
  /** True where WebGPU runs on the processor. */
  readonly software: boolean;
  /** Why this one, in a sentence for the page. */
  readonly reason: string;
}

/** Starts one backend: registers it with tfjs, makes it current, and says what it runs on. Throws a reason. */
type Start = () => Promise<{ device: string; software: boolean }>;

const STARTS: Record<BackendName, Start> = {
  async webgpu() {
    const { startWebGpu } = await import('./webgpu/device');
    return startWebGpu();
  },
  async wasm() {
    const { startWasm } = await import('./wasm/start');
    return startWasm();
  },
  async cpu() {
    await import('@tensorflow/tfjs-backend-cpu');
    await tf.setBackend('cpu');
    return { device: 'plain JavaScript', software: false };
  },
};

/**
 * Makes the chosen backend current and registers the gradients of the operations that models use.
 * @throws ProblemError with the reason where a backend asked for by name cannot start
 */
export async function startBackend(choice: BackendChoice): Promise<BackendReport> {
  await import('@tensorflow/tfjs-core/dist/register_all_gradients');
  return choice === 'auto' ? startBest() : startNamed(choice);
}

async function startNamed(name: BackendName): Promise<BackendReport> {
  try {
    const { device, software } = await STARTS[name]();
    const slow = software ? ' It runs on the processor here: WebAssembly would be faster.' : '';
    return { name, device, software, reason: `Chosen by hand.${slow}` };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return fail('backend.unavailable', name, cause, 'Choose another backend at the top of the page, or Automatic.');
  }
}

async function startBest(): Promise<BackendReport> {
  const gpu = await softwareOrAbsent();
  if (gpu === null) {
    try {
      return { name: 'webgpu', ...(await STARTS.webgpu()), reason: 'This machine has a WebGPU adapter.' };
    } catch (error) {
      return startFallback(`WebGPU did not start (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  return startFallback(gpu);
}

async function startFallback(why: string): Promise<BackendReport> {
  try {
    return { name: 'wasm', ...(await STARTS.wasm()), reason: `${why}, so WebAssembly on the processor is used.` };
  } catch {
    return { name: 'cpu', ...(await STARTS.cpu()), reason: `${why}, and WebAssembly did not start: plain JavaScript.` };
  }
}

/** Null for a real GPU; otherwise why WebGPU is not the best choice here. */
async function softwareOrAbsent(): Promise<string | null> {
  const adapter = await findAdapter();
  if (!adapter) return 'This browser offers no WebGPU adapter';
  return isSoftware(adapter) ? 'WebGPU runs on the processor here (a software adapter), which is slower' : null;
}
