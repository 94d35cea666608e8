import { inspect, type Inspected } from '../attention/inspect';
import { Random } from '../core/random';
import { METHODS, type MethodName } from '../model/methods';
import type { Model } from '../model/model';
import { MEL_BINS } from '../model/shape';
import { currentModel } from '../training/step';
import { createTrainee } from '../training/trainee';
import { forwardGoldens } from './modelChecks';
import { seededBackbone } from './seededBackbone';
import { stirred, toldConfig } from './toldMethods';
import { relativeError, type Bounds, type CheckResult, type Goldens } from './types';

const SEED = 23;
const [FRAMES, CLASSES] = [64, 3];

/**
 * Entropy of every head and rollout as the page reads them off, against plain float64 sums: over PyTorch's attentions where
 * there are goldens, and for every method over the attention of the same pass.
 */
export async function* lookChecks(goldens: Goldens, bounds: Bounds): AsyncGenerator<CheckResult> {
  for await (const { label, model, input, golden } of forwardGoldens(goldens)) {
    const { depth } = model.shape;
    const attentions = await Promise.all(Array.from({ length: depth }, (_, i) => golden(`attention.${i}`)));
    const layers = attentions.map(
      (attention) => attention?.data.subarray(0, attentionSize(model)) ?? new Float32Array(),
    );
    const clip = input.data.subarray(0, (input.shape[1] ?? 0) * MEL_BINS);
    yield* compareLook(label, model, await look(model, clip), layers, bounds.forward);
  }
  const backbone = await seededBackbone(SEED);
  const random = new Random(SEED);
  const clip = Float32Array.from({ length: FRAMES * MEL_BINS }, () => random.normal());
  for (const method of Object.keys(METHODS) as MethodName[]) {
    const config = toldConfig(method, FRAMES);
    const t = createTrainee(backbone, config, CLASSES, stirred(backbone, config, CLASSES, SEED));
    const model = currentModel(t);
    const seen = await look(model, clip);
    yield* compareLook(`method ${method}`, model, seen, seen.layers, bounds.forward);
    t.dispose();
  }
}

interface Look extends Inspected {
  /** P of every layer, each [h, N, N]. */
  readonly layers: readonly Float32Array[];
}

const attentionSize = ({ shape: { heads, tokens } }: Model) => heads * tokens ** 2;

/** A pass of one clip [T, M], with the attention that it had. */
async function look(model: Model, clip: Float32Array): Promise<Look> {
  const layers: Float32Array[] = [];
  const inspected = await inspect(model, clip, async ({ attention }) => {
    layers.push(Float32Array.from(await attention.data()));
    return true;
  });
  if (!inspected) throw new Error('The pass ended early.');
  return { ...inspected, layers };
}

function* compareLook(
  label: string,
  { shape: { heads, tokens } }: Model,
  { inspection, rollout }: Inspected,
  layers: readonly Float32Array[],
  bound: number,
): Generator<CheckResult> {
  const entropy = layers.flatMap((p) => plainEntropies(p, heads, tokens));
  const note = 'relative';
  yield { name: `${label}: attention entropy`, error: relativeError(inspection.entropy, entropy), bound, note };
  yield { name: `${label}: rollout`, error: relativeError(rollout, plainRollout(layers, heads, tokens)), bound, note };
}

/** The mean over queries of H(q) / log N, by head. P [h, N, N] as in `entropyShares`. */
function plainEntropies(p: Float32Array, heads: number, N: number): number[] {
  return Array.from({ length: heads }, (_, head) => {
    let nats = 0;
    for (let q = 0; q < N; q++) {
      const row = p.subarray((head * N + q) * N, (head * N + q + 1) * N);
      const sum = row.reduce((total, value) => total + value, 0);
      for (const value of row) if (value > 0) nats -= (value / sum) * Math.log(value / sum);
    }
    return nats / N / Math.log(N);
  });
}

/** A_L ... A_1 with A = 0.5 mean_h(P) + 0.5 I: [N, N]. */
function plainRollout(layers: readonly Float32Array[], heads: number, N: number): Float64Array {
  const identity = Float64Array.from({ length: N * N }, (_, i) => (i % (N + 1) === 0 ? 1 : 0));
  return layers.reduce((r, p) => {
    const out = r.map((value) => 0.5 * value);
    for (let q = 0; q < N; q++) {
      for (let k = 0; k < N; k++) {
        let mean = 0;
        for (let head = 0; head < heads; head++) mean += (p[(head * N + q) * N + k] ?? NaN) / heads;
        for (let to = 0; to < N; to++) {
          out[q * N + to] = (out[q * N + to] ?? NaN) + 0.5 * mean * (r[k * N + to] ?? NaN);
        }
      }
    }
    return out;
  }, identity);
}
