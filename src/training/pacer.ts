import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { submitted } from '../ops/webgpu/queue';

/** What makes steps while the processor goes on. */
export interface Device {
  /** Resolves when everything that was asked of it until now is done. */
  done(): Promise<void>;
}

/** The current backend's device; null where the processor itself makes the steps. */
export function deviceOf(): Device | null {
  if (tf.getBackend() !== 'webgpu') return null;
  return { done: () => submitted(tf.backend() as WebGPUBackend) };
}

/**
 * Steps under way at once: one that runs and one that waits, so that the device never does. More would only let the run bar,
 * and the answer to Pause, fall behind.
 */
const UNDER_WAY = 2;
const TELL_MS = 200;

/** Keeps the processor no further ahead of the device than that, without reading anything back, and tells how far it is. */
export function createPacer(device: Device | null, tell: (step: number) => void) {
  let underWay: Promise<void>[] = [];
  let told = performance.now();
  const done = (step: number) => {
    if (performance.now() - told < TELL_MS) return;
    told = performance.now();
    tell(step);
  };
  return {
    /** A step was asked of the device: waits until there is room for another one. */
    async submitted(step: number): Promise<void> {
      if (!device) return;
      const end = device.done().then(() => done(step));
      // Whoever waits for it is told of a failure; nobody may be.
      end.catch(() => undefined);
      underWay = [...underWay, end].slice(-UNDER_WAY);
      if (underWay.length === UNDER_WAY) await underWay[0];
    },
  };
}
