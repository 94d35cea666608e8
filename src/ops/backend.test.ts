import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../tests/weights/checkpoints';
import { startCpu } from '../../tests/numeric/cpu';
import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from './backend';

describe('startBackend', () => {
  it('starts plain JavaScript, with gradients', async () => {
    await startCpu();
    const report = await startBackend('cpu');
    expect(report).toMatchObject({ name: 'cpu', software: false });
    expect(tf.getBackend()).toBe('cpu');
    const slope = tf.grad((x) => tf.sum(tf.square(x)))(tf.tensor1d([3]));
    expect([...slope.dataSync()]).toEqual([6]);
  });

  it('says that a backend asked for by name is not there', async () => {
    const problem = await problemFrom(() => startBackend('webgpu'));
    expect(problem).toMatchObject({ code: 'backend.unavailable', subject: 'webgpu', severity: 'error' });
    expect(problem.cause).not.toBe('');
  });
});
