import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { productsOf } from '../../tests/numeric/kernels';
import { EVERY_METHOD, METHOD_NAMES } from '../../tests/numeric/everyMethod';
import { held } from '../../tests/numeric/leaks';
import { normals } from '../../tests/numeric/random';
import { planOf, TINY, TINY_RUN, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import { TINY_CLASSES } from '../../tests/numeric/tinyModel';
import { planTitle } from '../model/adapters';
import { usesOption } from '../model/methods';
import { forward } from '../model/ast';
import { MEL_BINS } from '../model/shape';
import { crossEntropy } from '../ops/losses';
import { OBJECTIVES } from './objectives';
import { OPTIMISERS } from './optimisers';
import { currentModel, lossAndGradient, trainStep, type Trainee } from './step';
import { createTrainee } from './trainee';
import type { RunConfig } from './config';

beforeAll(startCpu);

const [B, T] = [3, TINY_RUN.frames];
/** Without decay: what moves, moves by its gradient. */
const ADAM = { ...OPTIMISERS.adam, weightDecay: 0 };

function batch(): { x: tf.Tensor3D; y: tf.Tensor2D } {
  return {
    x: tf.tensor3d(normals(B * T * MEL_BINS, 95), [B, T, MEL_BINS]),
    y: tf.tensor2d(
      Float32Array.from({ length: B * TINY_CLASSES }, (_, i) => (i % (TINY_CLASSES + 1) === 0 ? 1 : 0)),
      [B, TINY_CLASSES],
    ),
  };
}

const traineeOf = (patch: Partial<RunConfig>, depth = TINY.depth): Trainee =>
  createTrainee(tinyBackbone({ ...TINY, depth }), { ...TINY_RUN, ...patch }, TINY_CLASSES, null);

function step(t: Trainee, { x, y }: ReturnType<typeof batch>): number {
  const reading = trainStep(t, 'ce', ADAM, 1e-2, [{ x, targets: y }]);
  const [loss = NaN] = reading.dataSync();
  reading.dispose();
  return loss;
}

const copies = (tensors: ReadonlyMap<string, tf.Tensor>) =>
  new Map([...tensors].map(([name, tensor]) => [name, [...tensor.dataSync()]]));

const RUNS: Partial<RunConfig>[] = [
  ...METHOD_NAMES.map((method) => ({ method, ...EVERY_METHOD[method] })),
  ...METHOD_NAMES.filter((method) => usesOption(method, 'layers')).map((method) => ({
    method,
    ...EVERY_METHOD[method],
    layers: [1],
  })),
  ...(['linear', 'time', 'frequency', 'square'] as const).flatMap((kernel) =>
    [planOf(kernel, null), planOf(null, kernel), planOf(kernel, kernel)].map((adapters) => ({
      method: 'loaa' as const,
      adapters,
    })),
  ),
];
const titled = RUNS.map((run) => {
  const where = run.layers ? `, layer ${run.layers.join()}` : '';
  return { run, title: `${run.method} ${run.adapters ? planTitle(run.adapters) : ''}${where}` };
});

describe.each(titled)('two steps of $title', ({ run }) => {
  it('move every trained tensor and leave every frozen one as it was, bit by bit', () => {
    const t = traineeOf(run);
    const one = batch();
    const [trained, frozen] = [copies(t.trained), copies(t.frozen)];
    const first = step(t, one);
    step(t, one);
    const third = step(t, one);
    expect(third).toBeLessThan(first);
    for (const [name, values] of copies(t.trained)) expect(values, name).not.toEqual(trained.get(name));
    expect(copies(t.frozen)).toEqual(frozen);
    t.dispose();
  });

  it('promise 46: hold no more tensors and bytes than one', () => {
    const t = traineeOf(run);
    const one = batch();
    step(t, one);
    const before = held();
    for (let i = 0; i < 5; i++) {
      step(t, one);
      expect(held()).toEqual(before);
    }
    t.dispose();
  });
});

describe('the backward pass', () => {
  /** How many matrix products the backward pass makes beyond the forward pass. */
  async function backward(patch: Partial<RunConfig>, depth: number): Promise<number> {
    const t = traineeOf(patch, depth);
    const { x, y } = batch();
    const ahead = await productsOf(() => tf.tidy(() => forward(currentModel(t), x)));
    const both = await productsOf(() => void lossAndGradient(t, 'ce', { x, targets: y }));
    t.dispose();
    return both.length - ahead.length;
  }

  /** dx and dW of the head's Linear. */
  const HEAD = 2;
  /** A frozen layer: dx of qkv, proj, fc1 and fc2; four of attention. */
  const LAYER = 8;
  /** dx and dW of an adapter's two products. */
  const ADAPTER = 4;

  it.each([1, 2, 4])('stops at the head for a linear probe of %i layers', async (depth) => {
    expect(await backward({ method: 'linear-probe' }, depth)).toBe(HEAD);
  });

  it.each([1, 2, 4])('stops at the first adapter beside attention, of %i layers', async (depth) => {
    const first = ADAPTER - 1 + 2; // no gradient to the tokens below; FFN of the same layer: fc1 and fc2
    const above = (depth - 1) * (LAYER + ADAPTER);
    expect(await backward({ method: 'loaa', adapters: planOf('time', null) }, depth)).toBe(HEAD + above + first);
  });

  it.each([1, 2, 4])('stops at the first adapter beside FFN, of %i layers', async (depth) => {
    const above = (depth - 1) * (LAYER + ADAPTER);
    expect(await backward({ method: 'loaa', adapters: planOf(null, 'square') }, depth)).toBe(
      HEAD + above + ADAPTER - 1,
    );
  });

  /** dA, dB and the dx of both products of a LoRA. */
  const LORA = 4;

  it.each([1, 2, 4])('makes no weight gradients for biases alone, of %i layers', async (depth) => {
    // The last dx is of the patches' product: biases of the first layer and of the patches need none below.
    expect(await backward({ method: 'bitfit' }, depth)).toBe(HEAD + depth * LAYER);
  });

  it('makes no weight gradients beside LoRA', async () => {
    const lora = { rank: 2, alpha: 2, targets: ['proj', 'fc1'] as const };
    const first = 2 + LORA + (LORA - 1); // dx of fc2 and fc1; nothing below the first layer's proj
    expect(await backward({ method: 'lora', lora }, 2)).toBe(HEAD + LAYER + 2 * LORA + first);
  });

  it.each(['houlsby-parallel', 'lora', 'convpass', 'prompt', 'prefix', 'bitfit'] as const)(
    'keeps nothing of the layers below the first chosen one: %s',
    async (method) => {
      const lowest = await backward({ method, ...EVERY_METHOD[method], layers: [0] }, 4);
      const highest = await backward({ method, ...EVERY_METHOD[method], layers: [3] }, 4);
      expect(lowest - highest).toBe(3 * LAYER);
      const kept = [0, 3].map((layer) => keptBy({ method, ...EVERY_METHOD[method], layers: [layer] }, 4));
      expect(kept[1]).toBeLessThan(0.5 * (kept[0] ?? NaN));
    },
  );

  /** Bytes held for the backward pass when it begins. */
  function keptBy(patch: Partial<RunConfig>, depth: number): number {
    const t = traineeOf(patch, depth);
    const { x, y } = batch();
    const before = held().bytes;
    let kept = 0;
    const objective = vi.spyOn(OBJECTIVES, 'ce').mockImplementation((logits, targets) => {
      kept = held().bytes - before;
      return crossEntropy(logits, targets);
    });
    const { reading, gradient } = lossAndGradient(t, 'ce', { x, targets: y });
    objective.mockRestore();
    tf.dispose([reading, gradient]);
    t.dispose();
    return kept;
  }

  it('goes down to the patches in full fine-tuning, with a gradient for every weight', async () => {
    const weights = 4; // dW of qkv, proj, fc1 and fc2
    expect(await backward({ method: 'full' }, 2)).toBe(HEAD + 2 * (LAYER + weights) + 1);
  });
});

describe('a linear probe', () => {
  it('keeps nothing of the backbone for the backward pass: it needs no more memory than looking', async () => {
    const t = traineeOf({ method: 'linear-probe' }, 4);
    const { x, y } = batch();
    const peakOf = async (run: () => void) => {
      const before = held().bytes;
      const { peakBytes } = await tf.profile(() => {
        run();
        return [];
      });
      return peakBytes - before;
    };
    const looking = await peakOf(() => tf.tidy(() => void forward(currentModel(t), x)));
    const training = await peakOf(() => void lossAndGradient(t, 'ce', { x, targets: y }));
    expect(looking).toBeGreaterThan(0);
    expect(training).toBeLessThan(1.1 * looking);
    t.dispose();
  });
});

describe('training', () => {
  it('gives the same losses bit by bit from the same seed, and others from another', () => {
    const losses = (seed: number) => {
      const t = traineeOf({ seed });
      const one = batch();
      const out = Array.from({ length: 4 }, () => step(t, one));
      t.dispose();
      return out;
    };
    expect(losses(1)).toEqual(losses(1));
    expect(losses(1)).not.toEqual(losses(2));
  });
});
