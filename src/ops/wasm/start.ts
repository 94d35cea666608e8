import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import { trustOwnScripts } from '../../core/trustedScripts';
import { NO_FUSED_KERNELS } from '../fused';
import { registerWasmCopies } from './copies';
import { registerWasmMatMul } from './matMul';

/** tfjs' own upper bound. */
const MOST_THREADS = 4;

/** Starts tfjs' WebAssembly backend: SIMD, and a thread a core (up to four) where the page is cross-origin isolated. */
export async function startWasm(): Promise<{ device: string; software: boolean }> {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainUrl,
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
  });
  const isolated = globalThis.crossOriginIsolated;
  const wanted = Math.min(navigator.hardwareConcurrency, MOST_THREADS);
  if (isolated) {
    trustOwnScripts();
    setThreadsCount(wanted);
  }
  const started = await reportingProcessors(2 * wanted, () => tf.setBackend('wasm'));
  if (!started) throw new Error('The WebAssembly backend did not start.');
  if (!NO_FUSED_KERNELS.on) {
    registerWasmMatMul();
    registerWasmCopies();
  }
  const threads = isolated ? getThreadsCount() : 1;
  return { device: `SIMD, ${threads} ${threads === 1 ? 'thread' : 'threads'}`, software: false };
}

/**
 * Runs `start` while the worker reports so many processors: tfjs caps its threads at half of them, whatever
 * `setThreadsCount` says, which would leave a machine of two cores with one thread.
 */
async function reportingProcessors<T>(count: number, start: () => Promise<T>): Promise<T> {
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: count, configurable: true });
  try {
    return await start();
  } finally {
    Reflect.deleteProperty(navigator, 'hardwareConcurrency');
  }
}
