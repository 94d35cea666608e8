import * as tf from '@tensorflow/tfjs-core';
import { NO_ADAPTERS, type KernelName } from '../model/adapters';
import { block, blockAttention, classify, embed, pool } from '../model/ast';
import { backboneWeights, upload, type Weights } from '../model/build';
import { BARE } from '../model/methods';
import type { Model } from '../model/model';
import { astShape, MEL_BINS } from '../model/shape';
import { OPTIMISERS } from '../training/optimisers';
import { DEFAULT_CONFIG, type RunConfig } from '../training/config';
import type { Trainee } from '../training/step';
import { createTrainee } from '../training/trainee';
import { openCheckpoint } from '../weights/openCheckpoint';
import type { Backbone, TensorFile, Weight } from '../weights/types';
import { backboneFrom, forwardCases } from './checkpoints';
import { compareTraining } from './compareTraining';
import { json, relativeError, type Bounds, type CheckResult, type Goldens } from './types';

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
    settings: BARE,
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

/** A model of the goldens with what PyTorch made of its input. */
export interface ForwardGolden {
  readonly label: string;
  readonly model: Model;
  /** [B, T, M] */
  readonly input: Weight;
  /** What has that name: hidden states, attentions, logits; null where there is no golden of it. */
  golden(name: string): Promise<Weight | null>;
}

/** DeiT weights on three grids, and AudioSet checkpoints in both namings, one at a time: each is freed when the next is asked for. */
export async function* forwardGoldens(goldens: Goldens): AsyncGenerator<ForwardGolden> {
  const { heads, cases } = await forwardCases(goldens);
  const deit = await backboneFrom(goldens, 'deit_timm.safetensors', { heads });
  const file = await openCheckpoint(goldens.blob('forward.safetensors'), 'forward.safetensors');
  for (const { tag, frames, stride } of cases) {
    const head = new Map(
      await Promise.all(HEAD.map(async (name) => [name, await file.read(`${tag}.${name}`)] as const)),
    );
    const model = bareModel(deit, frames, stride, head);
    const input = await file.read(`${tag}.input`);
    yield { label: `forward ${tag}`, model, input, golden: prefixed(file, `${tag}.`) };
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
    yield { label, model, input, golden: prefixed(golden, '') };
    model.dispose();
  }
}

/** Hidden states, attentions and logits against PyTorch and Hugging Face. */
export async function* forwardChecks(goldens: Goldens, bounds: Bounds): AsyncGenerator<CheckResult> {
  for await (const { label, model, input, golden } of forwardGoldens(goldens)) {
    yield* compareForward(label, model, input, golden, bounds.forward);
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
    yield* trainingCase(name, about, file, deit, { inputs, labels, soft }, bounds);
  }
}

async function* trainingCase(
  name: string,
  about: TrainingCase,
  file: TensorFile,
  deit: Backbone,
  batches: { inputs: Weight; labels: Weight; soft: Weight },
  bounds: Bounds,
): AsyncGenerator<CheckResult> {
  const [steps = 0, B = 0, T = 0] = batches.inputs.shape;
  const C = batches.soft.shape[2] ?? 0;
  const hard = (s: number) =>
    Float32Array.from({ length: B * C }, (_, i) => (batches.labels.data[s * B + Math.floor(i / C)] === i % C ? 1 : 0));
  const batch = (s: number) => ({
    x: tf.tensor3d(batches.inputs.data.subarray(s * B * T * MEL_BINS, (s + 1) * B * T * MEL_BINS), [B, T, MEL_BINS]),
    y: tf.tensor2d(name.endsWith('bce') ? batches.soft.data.subarray(s * B * C, (s + 1) * B * C) : hard(s), [B, C]),
  });
  const golden = {
    name: `train ${name}`,
    losses: about.losses,
    trainable: about.trainable,
    logits: await file.read('logits.0'),
    read: (kind: 'gradient' | 'final', parameter: string) => file.read(`${kind}.${parameter}`),
  };
  const recipe = {
    loss: name.endsWith('bce') ? ('bce' as const) : ('ce' as const),
    optimiser: OPTIMISERS[name.includes('adamw') ? 'adamw' : 'adam'],
    rate: RATE,
    steps,
  };
  const t = await traineeOf(name, about, deit, T, file);
  yield* compareTraining(t, golden, recipe, batch, bounds);
  t.dispose();
}

/** The case's model with its initial weights. */
async function traineeOf(
  name: string,
  about: TrainingCase,
  deit: Backbone,
  frames: number,
  file: TensorFile,
): Promise<Trainee> {
  const spec = (place: 'attn' | 'ffn') => about[place] && { kernel: about[place][0], bottleneck: about[place][1] };
  const initial = [...file.entries.keys()].filter((key) => key.startsWith('initial.'));
  const given = new Map(
    await Promise.all(initial.map(async (key) => [key.slice('initial.'.length), await file.read(key)] as const)),
  );
  const config: RunConfig = {
    ...DEFAULT_CONFIG,
    method: name.startsWith('full') ? 'full' : 'loaa',
    adapters: { attn: spec('attn'), ffn: spec('ffn') },
    frames,
    stride: deit.config.patch,
  };
  return createTrainee(deit, config, given.get('head.bias')?.shape[0] ?? 0, given);
}
