import * as tf from '@tensorflow/tfjs-core';
import { startBackend, type BackendName } from '../ops/backend';
import { NO_FUSED_KERNELS } from '../ops/fused';
import { DEFAULT_CONFIG, type RunConfig } from '../training/config';
import { OBJECTIVES } from '../training/objectives';
import { OPTIMISERS } from '../training/optimisers';
import { trainStep, type Trainee } from '../training/step';
import { createTrainee } from '../training/trainee';
import { openCheckpoint } from '../weights/openCheckpoint';
import { readBackbone } from '../weights/readBackbone';
import { sha256Of } from '../weights/sha256';
import type { FromBench, StepMeasure, ToBench } from './benchProtocol';

/** The engine issue's "nano": vit-nano, 8 x 8 patches, batch 8, r 8 beside attention (time) and FFN (frequency). */
const BATCH = 8;
const CLASSES = 10;
const CONFIG: RunConfig = {
  ...DEFAULT_CONFIG,
  frames: 128,
  batch: BATCH,
  adapters: { attn: { kernel: 'time', bottleneck: 8 }, ffn: { kernel: 'frequency', bottleneck: 8 } },
};

const counts = { dispatches: 0, submissions: 0, buffers: 0, readbacks: 0 };

/** Counts what reaches the device, whoever sends it. */
function countGpuCalls(): void {
  if (!('GPUDevice' in self)) return;
  count(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', 'dispatches');
  count(GPUQueue.prototype, 'submit', 'submissions');
  count(GPUDevice.prototype, 'createBuffer', 'buffers');
  count(GPUBuffer.prototype, 'mapAsync', 'readbacks');
}

function count<T extends object>(prototype: T, method: keyof T, as: keyof typeof counts): void {
  const original = prototype[method] as (...values: unknown[]) => unknown;
  prototype[method] = function (this: T, ...values: unknown[]) {
    counts[as]++;
    return original.apply(this, values);
  } as T[keyof T];
}

async function prepare(backend: BackendName, plain: boolean, modelUrl: string): Promise<Trainee> {
  countGpuCalls();
  if (plain) NO_FUSED_KERNELS.on = true;
  await startBackend(backend);
  const weights = await (await fetch(`${modelUrl}model.safetensors`)).blob();
  const configJson: unknown = await (await fetch(`${modelUrl}config.json`)).json();
  const file = await openCheckpoint(weights, 'vit-nano');
  const backbone = await readBackbone(file, { name: 'vit-nano', sha256: await sha256Of(weights), configJson });
  return createTrainee(backbone, CONFIG, CLASSES, null);
}

async function step(t: Trainee): Promise<StepMeasure> {
  const x = tf.randomNormal<tf.Rank.R3>([BATCH, CONFIG.frames, 128], 0, 1, 'float32', 7);
  const labels = tf.tensor1d(
    Array.from({ length: BATCH }, (_, i) => i % CLASSES),
    'int32',
  );
  const y = tf.tidy(() => tf.cast(tf.oneHot(labels, CLASSES), 'float32')) as tf.Tensor2D;
  const before = { ...counts };
  const started = performance.now();
  const result = trainStep(t, OBJECTIVES.ce, OPTIMISERS.adam, 1e-3, [{ x, targets: y }]);
  const [loss = NaN] = await result.loss.data();
  const ms = performance.now() - started;
  tf.dispose([x, y, labels, result.loss, result.logits]);
  const memory = tf.memory() as tf.MemoryInfo & { numBytesAllocatedInGPU?: number };
  return {
    ms,
    loss,
    dispatches: counts.dispatches - before.dispatches,
    submissions: counts.submissions - before.submissions,
    buffers: counts.buffers - before.buffers,
    readbacks: counts.readbacks - before.readbacks,
    gpuBytes: memory.numBytesAllocatedInGPU ?? null,
    tensors: memory.numTensors,
    bytes: memory.numBytes,
  };
}

let trainee: Promise<Trainee> | null = null;

self.addEventListener('message', ({ data }: MessageEvent<ToBench>) => {
  const post = (message: FromBench) => self.postMessage(message);
  const work = async () => {
    if (data.kind === 'start') {
      trainee = prepare(data.backend, data.plain, data.modelUrl);
      await trainee;
      return post({ kind: 'ready' });
    }
    if (!trainee) throw new Error('The contestant was not started.');
    post({ kind: 'step', measure: await step(await trainee) });
  };
  work().catch((error: unknown) =>
    post({ kind: 'error', message: error instanceof Error ? error.message : String(error) }),
  );
});
