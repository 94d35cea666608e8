import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';

/** Starts tfjs' WebAssembly backend: SIMD, and one thread a core where the page is cross-origin isolated. */
export async function startWasm(): Promise<{ device: string; software: boolean }> {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainUrl,
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
  });
  const isolated = globalThis.crossOriginIsolated;
  if (isolated) setThreadsCount(Math.min(navigator.hardwareConcurrency, 8));
  if (!(await tf.setBackend('wasm'))) throw new Error('The WebAssembly backend did not start.');
  const threads = isolated ? getThreadsCount() : 1;
  return { device: `SIMD, ${threads} ${threads === 1 ? 'thread' : 'threads'}`, software: false };
}
