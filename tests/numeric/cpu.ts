import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '../../src/ops/backend';

/** Plain JavaScript backend with all gradients, without tfjs's advice to use its native one. */
export async function startCpu(): Promise<void> {
  tf.enableProdMode();
  await startBackend('cpu');
}
