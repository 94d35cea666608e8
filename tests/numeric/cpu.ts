import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { startBackend } from '../../src/ops/backend';

/**
 * Starts tfjs' plain JavaScript backend with all gradients. Production mode: no advice to use its native package.
 * Its modules are imported above, so that loading them does not count against a hook's time limit.
 */
export async function startCpu(): Promise<void> {
  tf.enableProdMode();
  await startBackend('cpu');
}
