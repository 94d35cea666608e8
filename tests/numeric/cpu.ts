import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '../../src/ops/backend';

/** Starts tfjs' plain JavaScript backend with all gradients. Production mode: no advice to use its native package. */
export async function startCpu(): Promise<void> {
  tf.enableProdMode();
  await startBackend('cpu');
}
