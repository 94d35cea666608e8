import * as tf from '@tensorflow/tfjs-core';
import { KERNELS, NO_ADAPTERS, type AdapterPlan, type KernelName } from '../model/adapters';
import { block, blockAttention, classify, embed, pool, type Model } from '../model/ast';
import { backboneWeights, upload, type Weights } from '../model/build';
import { toTorch } from '../model/lookAside';
import { astShape, MEL_BINS } from '../model/shape';
import { OBJECTIVES } from '../training/objectives';
import { OPTIMISERS } from '../training/optimisers';
import { flatLayout } from '../training/flat';
import { initialState } from '../training/adam';
import { lossAndGradients, trainStep, type Trainee } from '../training/step';
import { disposeTrainee } from '../training/trainee';
import { openCheckpoint } from '../weights/openCheckpoint';
import type { Backbone, TensorFile, Weight } from '../weights/types';
import { backboneFrom, forwardCases } from './checkpoints';
import { json, relativeError, absoluteError, type Bounds, type CheckResult, type Goldens } from './types';

/** A model without adapters on one grid, with a given head. */
function bareModel(
  backbone: Backbone,
  frames: number,
  stride: readonly [number, number],
  head: Weights,
): Model & { dispose(): void } {
  const shape = astShape(backbone.config, frames, stride, NO_ADAPTERS);
  const parameters = upload([...backboneWeights(backbone, shape.grid), ...head]);
  return {
    shape,
    parameters,
    trained: new Set(),
    dispose() {
      shape.dispose();
      tf.dispose([...parameters.values()]);
    },
  };
}

async function read(tensor: tf.Tensor): Promise<Float32Array> {
  const values = Float32Array.from(await tensor.data());
  tensor.dispose();
  return values;
}

/** Runs a model on x and compares those of hidden states, attentions and logits that have a golden. */
async function* compareForward(
  label: string,
  m: Model,
  x: Weight,
  golden: (name: string) => Promise<Weight | null>,
  bound: number,
): AsyncGenerator<CheckResult> {
  const [B = 0, T = 0] = x.shape;
  let tokens = tf.tidy(() => embed(m, tf.tensor3d(x.data, [B, T, MEL_BINS])));
  const errors = new Map<string, number>();
  const compare = async (kind: string, ours: Float32Array, name: string): Promise<void> => {
    const expected = await golden(name);
    if (expected) errors.set(kind, Math.max(errors.get(kind) ?? 0, relativeError(ours, expected.data)));
  };
  for (let i = 0; i < m.shape.depth; i++) {
    await compare('hidden states', Float32Array.from(await tokens.data()), `hidden.${i}`);
    await compare('attentions', await read(tf.tidy(() => blockAttention(m, i, tokens))), `attention.${i}`);
    const next = tf.tidy(() => block(m, i, tokens));
    tokens.dispose();
    tokens = next;
  }
  await compare('hidden states', Float32Array.from(await tokens.data()), `hidden.${m.shape.depth}`);
  await compare('logits', await read(tf.tidy(() => classify(m, pool(m, tokens)))), 'logits');
  tokens.dispose();
  for (const [kind, error] of errors) yield { name: `${label}: ${kind}`, error, bound, note: 'relative' };
}

const HEAD = ['head_norm.weight', 'head_norm.bias', 'head.weight', 'head.bias'];

/** DeiT weights on three grids, and AudioSet checkpoints in both namings, against PyTorch and Hugging Face. */
export async function* forwardChecks(goldens: Goldens, bounds: Bounds): AsyncGenerator<CheckResult> {
  const { heads, cases } = await forwardCases(goldens);
  const deit = await backboneFrom(goldens, 'deit_timm.safetensors', { heads });
  const file = await openCheckpoint(goldens.blob('forward.safetensors'), 'forward.safetensors');
  for (const { tag, frames, stride } of cases) {
    const head = new Map(
      await Promise.all(HEAD.map(async (name) => [name, await file.read(`${tag}.${name}`)] as const)),
    );
    const model = bareModel(deit, frames, stride, head);
    yield* compareForward(
      `forward ${tag}`,
      model,
      await file.read(`${tag}.input`),
      prefixed(file, `${tag}.`),
      bounds.forward,
    );
    model.dispose();
  }
  const hf = await backboneFrom(goldens, 'ast_hf.safetensors', { config: 'ast_hf_config.json' });
  const original = await backboneFrom(goldens, 'ast_original.pth', { heads });
  const golden = await openCheckpoint(goldens.blob('ast_hf_golden.safetensors'), 'ast_hf_golden.safetensors');
  const input = await golden.read('input');
  const frames = input.shape[1] ?? 0;
  for (const [label, backbone] of [
    ['Hugging Face AST', hf],
    [
      'AST repository, with Hugging Face epsilon',
      { ...original, config: { ...original.config, blockEps: hf.config.blockEps } },
    ],
  ] as const) {
    const head = new Map([...backbone.weights].filter(([name]) => HEAD.includes(name)));
    const model = bareModel(backbone, frames, hf.config.stride, head);
    yield* compareForward(label, model, input, prefixed(golden, ''), bounds.forward);
    model.dispose();
  }
}

function prefixed(file: TensorFile, prefix: string): (name: string) => Promise<Weight | null> {
  return async (name) => (file.entries.has(prefix + name) ? file.read(prefix + name) : null);
}

interface TrainingCase {
  readonly attn: readonly [KernelName, number] | null;
  readonly ffn: readonly [KernelName, number] | null;
  readonly losses: readonly number[];
  readonly trainable: number;
}

const RATE = 1e-3;
/**
 * Below this share of a tensor's largest gradient an entry is rounding noise: the bias of the keys, to which softmax is
 * blind, has no true gradient. Adam divides the noise by its own size, so such entries move at random by up to the rate a
 * step, in PyTorch too: they are held to that bound instead.
 */
const NOISE = 1e-5;

/** Four steps of every method with Adam, AdamW, cross entropy and BCE, against PyTorch. */
export async function* trainingChecks(goldens: Goldens, bounds: Bounds): AsyncGenerator<CheckResult> {
  const { heads } = await forwardCases(goldens);
  const deit = await backboneFrom(goldens, 'deit_timm.safetensors', { heads });
  const batches = await openCheckpoint(goldens.blob('training_batches.safetensors'), 'training_batches.safetensors');
  const inputs = await batches.read('inputs');
  const labels = await batches.read('labels');
  const soft = await batches.read('soft_targets');
  const index = await json<Record<string, TrainingCase>>(goldens, 'train_index.json');
  for (const [name, about] of Object.entries(index)) {
    const file = await openCheckpoint(goldens.blob(`train_${name}.safetensors`), `train_${name}.safetensors`);
    yield* compareTraining(name, about, file, deit, { inputs, labels, soft }, bounds);
  }
}

async function* compareTraining(
  name: string,
  about: TrainingCase,
  file: TensorFile,
  deit: Backbone,
  batches: { inputs: Weight; labels: Weight; soft: Weight },
  bounds: Bounds,
): AsyncGenerator<CheckResult> {
  const [steps = 0, B = 0, T = 0] = batches.inputs.shape;
  const C = batches.soft.shape[2] ?? 0;
  const spec = (place: 'attn' | 'ffn') => about[place] && { kernel: about[place][0], bottleneck: about[place][1] };
  const plan: AdapterPlan = { attn: spec('attn'), ffn: spec('ffn') };
  const t = await traineeOf(deit, plan, T, file);
  const objective = OBJECTIVES[name.endsWith('bce') ? 'bce' : 'ce'];
  const optimiser = OPTIMISERS[name.includes('adamw') ? 'adamw' : 'adam'];
  const hard = (s: number) =>
    Float32Array.from({ length: B * C }, (_, i) => (batches.labels.data[s * B + Math.floor(i / C)] === i % C ? 1 : 0));
  const batch = (s: number) => ({
    x: tf.tensor3d(batches.inputs.data.subarray(s * B * T * MEL_BINS, (s + 1) * B * T * MEL_BINS), [B, T, MEL_BINS]),
    y: tf.tensor2d(name.endsWith('bce') ? batches.soft.data.subarray(s * B * C, (s + 1) * B * C) : hard(s), [B, C]),
  });
  const torch = async (parameter: string, tensor: tf.Tensor): Promise<Float32Array> => {
    const data = Float32Array.from(await tensor.data());
    const found = /(attn|ffn)_adapter\.(down|up)/.exec(parameter);
    const kernel = found && plan[found[1] === 'attn' ? 'attn' : 'ffn']?.kernel;
    if (!found || !kernel) return data;
    return toTorch(found[2] === 'down' ? 'down' : 'up', { shape: tensor.shape, data }, KERNELS[kernel].extent).data;
  };

  yield {
    name: `train ${name}: parameters`,
    error: Math.abs(t.layout.total - about.trainable),
    bound: 0,
    note: `${about.trainable}`,
  };
  const first = batch(0);
  const { loss, logits, gradients } = lossAndGradients(t, objective, first.x, first.y);
  yield {
    name: `train ${name}: logits`,
    error: relativeError(await logits.data(), (await file.read('logits.0')).data),
    bound: bounds.forward,
    note: 'relative',
  };
  let gradientError = 0;
  const noisy = new Map<string, (i: number) => boolean>();
  for (const [i, parameter] of t.layout.names.entries()) {
    const golden = (await file.read(`gradient.${parameter}`)).data;
    const gradient = gradients[i];
    if (gradient) gradientError = Math.max(gradientError, relativeError(await torch(parameter, gradient), golden));
    const largest = golden.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    noisy.set(parameter, (j) => Math.abs(golden[j] ?? 0) < NOISE * largest);
  }
  yield {
    name: `train ${name}: gradients`,
    error: gradientError,
    bound: bounds.gradient,
    note: 'relative, per tensor',
  };
  tf.dispose([loss, logits, ...gradients, first.x, first.y]);

  const losses: number[] = [];
  for (let s = 0; s < steps; s++) {
    const { x, y } = batch(s);
    const result = trainStep(t, objective, optimiser, RATE, x, y);
    losses.push((await result.loss.data())[0] ?? NaN);
    tf.dispose([x, y, result.loss, result.logits]);
  }
  yield {
    name: `train ${name}: losses`,
    error: absoluteError(losses, about.losses),
    bound: bounds.loss,
    note: `${steps} steps`,
  };

  let finalError = 0;
  let noise = 0;
  let count = 0;
  for (const [parameter, tensor] of t.trained) {
    const ours = await torch(parameter, tensor);
    const golden = (await file.read(`final.${parameter}`)).data;
    const isNoise = noisy.get(parameter) ?? (() => false);
    finalError = Math.max(
      finalError,
      relativeError(ours, golden, (i) => !isNoise(i)),
    );
    noise = Math.max(noise, absoluteError(ours, golden, isNoise));
    count += golden.reduce((sum, _, i) => sum + (isNoise(i) ? 1 : 0), 0);
  }
  yield {
    name: `train ${name}: final parameters`,
    error: finalError,
    bound: bounds.final,
    note: 'relative, per tensor',
  };
  if (count > 0) {
    yield {
      name: `train ${name}: entries without a gradient`,
      error: noise,
      bound: 2 * RATE * steps,
      note: `${count} entries whose gradient is rounding noise`,
    };
  }
  disposeTrainee(t);
}

async function traineeOf(deit: Backbone, plan: AdapterPlan, frames: number, file: TensorFile): Promise<Trainee> {
  const shape = astShape(deit.config, frames, deit.config.patch, plan);
  const initial = [...file.entries.keys()].filter((key) => key.startsWith('initial.'));
  const trained = upload(
    await Promise.all(initial.map(async (key) => [key.slice('initial.'.length), await file.read(key)] as const)),
  );
  const frozen = upload([...backboneWeights(deit, shape.grid)].filter(([name]) => !trained.has(name)));
  const state = initialState(trained.values());
  return { shape, frozen, layout: flatLayout(trained), state, trained };
}
