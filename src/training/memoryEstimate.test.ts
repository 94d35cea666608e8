import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allocationsOf } from '../../tests/numeric/allocations';
import { startCpu } from '../../tests/numeric/cpu';
import { EVERY_METHOD, METHOD_NAMES } from '../../tests/numeric/everyMethod';
import { fakeKernels } from '../../tests/numeric/fakeKernels';
import { planOf, TINY, TINY_RUN, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import type { BackboneConfig } from '../weights/types';
import type { RunConfig } from './config';
import type { Ops } from './layerCosts';
import { memoryEstimate } from './memoryEstimate';
import type { Passage } from './passage';
import { microBatches } from './microBatches';
import { thetaOf } from './adam';
import { OPTIMISERS } from './optimisers';
import { runSizes } from './runSizes';
import { trainStep } from './step';
import { createTrainee } from './trainee';

beforeAll(startCpu);

const CLASSES = 5;

/** Bytes that a model, and a step of it, take at the most on the plain JavaScript backend, and its largest tensor. */
function allocated(config: RunConfig, backbone: BackboneConfig, { batch, microBatch, segment }: Passage) {
  const held: tf.Tensor[] = [];
  let dispose: () => void = () => undefined;
  const { peak, largest } = allocationsOf(() => {
    const trainee = createTrainee(tinyBackbone(backbone), config, CLASSES, null);
    dispose = () => trainee.dispose();
    function* parts() {
      for (const [from, to] of microBatches(batch, microBatch)) {
        const size = to - from;
        const part = { x: tf.zeros([size, config.frames, 128]), targets: tf.ones<tf.Rank.R2>([size, CLASSES]) };
        yield part;
        tf.dispose([part.x, part.targets]);
      }
    }
    // What a run keeps of the first weights and of the best.
    held.push(...[0, 1].map(() => thetaOf(trainee.state)));
    const reading = trainStep(trainee, 'ce', OPTIMISERS.adam, 1e-3, parts(), segment);
    tf.dispose([reading, ...held]);
  });
  dispose();
  return { peak, largest };
}

/** Heads of six values, which the attention kernel declines. */
const ODD = 'heads of no whole vectors';

/** Sizes of a real backbone's proportions, small: the FFN is four times as wide as the tokens. */
const BACKBONES: Readonly<Record<string, { backbone: Partial<BackboneConfig>; frames: number }>> = {
  'few tokens, wide': { backbone: { dim: 48, heads: 4, mlpDim: 192, depth: 3, patch: [32, 32] }, frames: 96 },
  'many tokens, narrow': { backbone: { dim: 32, heads: 4, mlpDim: 128, depth: 3, patch: [16, 16] }, frames: 80 },
  [ODD]: { backbone: { dim: 24, heads: 4, mlpDim: 96, depth: 3, patch: [16, 16] }, frames: 80 },
};

/** The estimate may be this much too low or too high. */
const BOUND = 0.12;

const PASSAGES: readonly Passage[] = [
  { batch: 2, microBatch: 2, segment: 0 },
  { batch: 3, microBatch: 2, segment: 1 },
];

const RUNS: readonly (Partial<RunConfig> & { readonly title: string })[] = [
  ...METHOD_NAMES.map((method) => ({ title: method as string, method, ...EVERY_METHOD[method] })),
  { title: 'square adapters', method: 'loaa', adapters: planOf('square', 'square', 4) },
  {
    title: 'adapters beside the FFN of the last layer',
    method: 'loaa',
    adapters: planOf(null, 'time', 4),
    layers: [2],
  },
  { title: 'adapters in the first and last of three layers', method: 'loaa', layers: [0, 2] },
  { title: 'LoRA on q and v', method: 'lora', lora: { rank: 4, alpha: 4, targets: ['q', 'v'] } },
];

const CASES = RUNS.flatMap(({ title, ...patch }) =>
  Object.entries(BACKBONES).map(([sizes, { backbone, frames }]) => ({ title, sizes, patch, backbone, frames })),
);

const [FEW, MANY] = Object.keys(BACKBONES) as [string, string];
/** Compositions take heads of any width. */
const SIZES: Readonly<Record<Ops, readonly string[]>> = { composed: [FEW, MANY], kernels: [MANY, ODD] };

function checks(ops: Ops) {
  it.each(CASES.filter(({ sizes }) => SIZES[ops].includes(sizes)))(
    'promise 43: is within 12 % of what tfjs allocates, and no tensor is larger than it says: $title, $sizes',
    ({ patch, backbone, frames }) => {
      const config: RunConfig = { ...TINY_RUN, ...patch, frames, stride: backbone.patch ?? [32, 32] };
      const model = { ...TINY, ...backbone };
      const sizes = runSizes(config, model, CLASSES);
      for (const passage of PASSAGES) {
        const estimate = memoryEstimate(sizes, passage, ops);
        const real = allocated(config, model, passage);
        expect(Math.abs(estimate.total / real.peak - 1), JSON.stringify(passage)).toBeLessThan(BOUND);
        expect(real.largest, 'the largest tensor, which must be bound').toBeLessThanOrEqual(estimate.largest);
      }
    },
  );
}

describe('the estimate with compositions of tfjs’ operations', () => checks('composed'));

describe('the estimate with kernels of ours', () => {
  let forget: () => void = () => undefined;
  beforeAll(() => void (forget = fakeKernels()));
  afterAll(() => forget());
  checks('kernels');
});
