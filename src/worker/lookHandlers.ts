import * as tf from '@tensorflow/tfjs-core';
import { defaultBand } from '../attention/column';
import { columnsOf, overview } from '../attention/columns';
import { inspect } from '../attention/inspect';
import { matrixOf } from '../attention/matrixMaps';
import { tokensOf, type LookFacts } from '../attention/types';
import type { FrontEndName } from '../audio/types';
import { readAdapter } from '../bundle/adapterFile';
import { createByteCache } from '../core/byteCache';
import { fail } from '../core/problem';
import { thetaOf } from '../training/adam';
import { plainInput } from '../training/examples';
import type { Backbone } from '../weights/types';
import { createEpochStore } from './epochStore';
import { checkAdapterOf } from './adapterOf';
import { loadBackbone } from './loadBackbone';
import { createLookSources } from './lookSources';
import type { Models } from './models';
import type { EngineEvent, LookRequest, StoredClip } from './protocol';
import type { EngineHandlers } from './rpc';
import type { KeepEpoch } from './runTraining';

type LookCall = 'look.open' | 'look.matrix' | 'look.overview' | 'look.load' | 'look.unload';

interface Parts {
  readonly models: Models;
  needBackbone(): Backbone;
  needClip(id: string, frontEnd: FrontEndName): Promise<StoredClip>;
  /** What reads a model across turns, and what replaces models, must not overlap. */
  readonly exclusive: <T>(work: () => Promise<T>) => Promise<T>;
  readonly emit: (event: EngineEvent) => void;
  /** Bytes to hold of attention, and as many of epochs' parameters. */
  readonly budget: number;
}

/** What is held of one clip in one model: everything but the heads' own matrices. */
interface Summary {
  readonly facts: Omit<LookFacts, 'held'>;
  readonly rollout: Float32Array;
  /** By layer, see `columnsOf`. */
  readonly columns: readonly Float32Array[];
}

/**
 * The calls that look into models. One pass of a clip through a model answers all of them until the model changes: it is
 * held by clip and model, within a budget of bytes, what was not looked at longest going first.
 */
export function createLookHandlers({ models, needBackbone, needClip, exclusive, emit, budget }: Parts) {
  const epochs = createEpochStore(budget);
  const sources = createLookSources({ models, epochs, needBackbone });
  const summaries = createByteCache<Summary>(budget / 2);
  /** P [h, N, N] of single layers. */
  const layers = createByteCache<Float32Array>(budget / 2);

  /** What is held of a request, or what a pass gives now. @param wanted the layer whose heads are asked for */
  const look = async ({ clip, source, view }: LookRequest, wanted: number | null, signal: AbortSignal) => {
    const { frontEnd } = sources.resolve(source, view).settings.config;
    const { features } = await needClip(clip, frontEnd);
    return exclusive(async () => {
      signal.throwIfAborted();
      const { version, settings, backbone, build } = sources.resolve(source, view);
      const key = JSON.stringify([clip, version]);
      const held = summaries.get(key);
      const layer = wanted === null ? null : layers.get(`${key}\n${wanted}`);
      if (held && layer !== undefined) return { summary: held, layer };

      const model = build();
      try {
        const { depth, heads, tokens, grid } = model.shape;
        checkTokens(tokens, clip);
        const keepsAll = depth * heads * tokens ** 2 * 4 <= layers.budget / 4;
        const columns: Float32Array[] = [];
        let asked: Float32Array | null = null;
        const found = await inspect(model, plainInput(features, settings), async ({ layer: i, attention }) => {
          columns.push(await read(tf.tidy(() => columnsOf(attention, model.shape))));
          if (i === wanted || keepsAll) {
            const values = Float32Array.from(await attention.data<'float32'>());
            if (i === wanted) asked = values;
            layers.put(`${key}\n${i}`, values, values.byteLength);
          }
          return !signal.aborted;
        });
        signal.throwIfAborted();
        if (!found) return fail('engine.stopped', clip, 'was not finished.', 'Try again.');
        const { inspection, rollout } = found;
        const { stride } = settings.config;
        const band = defaultBand(grid[1], stride[1], features.frames);
        const { patch } = backbone.config;
        const facts = { ...inspection, version, backbone: backbone.name, patch, stride, frontEnd, band };
        const summary = { facts, rollout, columns };
        summaries.put(key, summary, bytesOf(summary));
        return { summary, layer: asked };
      } finally {
        model.dispose();
      }
    });
  };

  const handlers: Pick<EngineHandlers, LookCall> = {
    async 'look.open'(request, signal) {
      const { summary } = await look(request, null, signal);
      const held = { bytes: summaries.bytes + layers.bytes, budget };
      return { ...summary.facts, held };
    },

    async 'look.matrix'({ choice, ...request }, signal) {
      const { summary, layer } = await look(request, choice === 'rollout' ? null : choice.layer, signal);
      const { facts, rollout } = summary;
      const tokens = tokensOf(facts);
      if (choice === 'rollout') return { values: rollout.slice(), tokens };
      if (!layer) throw new RangeError(`There is no layer ${choice.layer}.`);
      return { values: matrixOf(layer, facts.heads, choice.head), tokens };
    },

    async 'look.overview'({ reading, columns, ...request }, signal) {
      const { summary } = await look(request, null, signal);
      return overview(summary.columns, summary.facts.heads, summary.facts, reading, columns);
    },

    async 'look.load'(request, signal) {
      if (request.kind === 'other') {
        const onProgress = (progress: Extract<EngineEvent, { type: 'look.progress' }>['progress']) =>
          emit({ type: 'look.progress', progress });
        const backbone = await loadBackbone(request.request, onProgress, signal);
        sources.addBackbone(request.id, backbone);
        return backbone.name;
      }
      const { weights, config } = request.files;
      checkAdapterOf(needBackbone(), config);
      sources.addAdapter(request.id, {
        config,
        weights: await readAdapter(new Blob([weights]), 'adapter_model.safetensors'),
      });
      return config.backbone.name;
    },

    async 'look.unload'({ id }) {
      sources.remove(id);
      return null;
    },
  };

  /** Reads an epoch's parameters while the run goes on. */
  const keepEpoch: KeepEpoch = (trainee, epoch, best) => {
    if (epoch === 0) {
      epochs.begin(trainee);
      return emit({ type: 'look.epochs', epochs: epochs.facts() });
    }
    const theta = tf.keep(thetaOf(trainee.state));
    void read(theta).then(
      (values) => {
        epochs.keep(trainee, epoch, values, best);
        emit({ type: 'look.epochs', epochs: epochs.facts() });
      },
      // The device was lost: the run itself says so.
      () => undefined,
    );
  };

  const forgetClips = () => {
    summaries.forget(() => true);
    layers.forget(() => true);
  };
  return {
    handlers,
    keepEpoch,
    forgetClips,
    /** The backbone changed. */
    forget() {
      forgetClips();
      sources.forgetAdapters();
    },
  };
}

/** More tokens than this make matrices that a page cannot hold: 64 MB each. */
const MOST_TOKENS = 4096;

function checkTokens(tokens: number, clip: string): void {
  if (tokens <= MOST_TOKENS) return;
  fail(
    'look.too-many-tokens',
    clip,
    `makes ${tokens} tokens, and attention among more than ${MOST_TOKENS} is not shown.`,
    'Use fewer frames or a larger stride.',
  );
}

/** A copy on this side; the tensor is freed. */
async function read(tensor: tf.Tensor): Promise<Float32Array> {
  const values = Float32Array.from(await tensor.data<'float32'>());
  tensor.dispose();
  return values;
}

function bytesOf({ facts, rollout, columns }: Summary): number {
  const arrays = [rollout, ...columns, facts.entropy, facts.added.attn, facts.added.ffn];
  return arrays.reduce((sum, array) => sum + (array?.byteLength ?? 0), 0);
}

const GIB = 2 ** 30;
const MOST_BYTES = GIB / 4;
/** Of the device's memory; browsers round it and say no more than 8 GiB (and some say nothing). */
const SHARE = 1 / 32;
const UNKNOWN_GIB = 4;

/**
 * How many bytes of attention to hold, and as many of epochs: a thirty-second of the device's memory each, at most 256 MiB;
 * 128 MiB where the browser does not say.
 * @param deviceMemory navigator.deviceMemory, in GiB
 */
export function lookBudget(deviceMemory: number | undefined): number {
  return Math.min(MOST_BYTES, (deviceMemory ?? UNKNOWN_GIB) * GIB * SHARE);
}
