import type { Lock } from '../core/lock';
import { fail } from '../core/problem';
import { Pace } from '../core/progress';
import type { Vectors } from '../embedding/types';
import { snapshot } from '../model/model';
import { plainInput } from '../training/examples';
import { spectrogramsOf } from '../training/inputs';
import { enter } from '../training/stages';
import { currentModel } from '../training/step';
import type { Backbone } from '../weights/types';
import type { Models } from './models';
import type { EmbedRequest, EngineEvent, StoredClip } from './protocol';

/** What the embedding of clips needs of the engine. */
export interface EmbedContext {
  readonly exclusive: Lock;
  readonly models: Models;
  /** Fails where a run is under way. */
  idle(): void;
  needBackbone(): Backbone;
  needClip(id: string, frontEnd: EmbedRequest['view']['frontEnd']): Promise<StoredClip>;
  emit(event: EngineEvent): void;
}

/** The model with what was trained or imported. @throws ProblemError where nothing was */
function trainedNow(models: Models) {
  const trained = models.trained();
  if (!trained)
    return fail('engine.untrained', 'The model', 'has not been trained.', 'Train first, or import an adapter.');
  return { model: currentModel(trained.trainee), settings: trained.settings };
}

/** Clips that go through the model at once. */
const BATCH = 16;

/**
 * The vector that the head would see of each clip (`pool`, model/ast.ts): the mean of class and distillation token after
 * the final LayerNorm, or the patches' mean where the backbone has neither. [n, d], in the order asked for. A clip's
 * beginning is what is seen of it, without augmentation. Between batches others have their turn; a run that starts ends it.
 */
export async function embedClips(
  { exclusive, models, idle, needBackbone, needClip, emit }: EmbedContext,
  { ids, stage, view }: EmbedRequest,
  signal: AbortSignal,
): Promise<Vectors> {
  const pace = new Pace();
  let data: Float32Array | null = null;
  let dim = 0;
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = ids.slice(from, from + BATCH);
    const frontEnd = stage === 'after' ? (models.trained()?.settings.config.frontEnd ?? view.frontEnd) : view.frontEnd;
    const clips = await Promise.all(batch.map((id) => needClip(id, frontEnd)));
    const values = await exclusive(async () => {
      signal.throwIfAborted();
      idle();
      const base = needBackbone();
      const { model, settings } = stage === 'before' ? models.bare(base, view) : trainedNow(models);
      const still = snapshot(model);
      try {
        const x = spectrogramsOf(
          clips.map(({ features }) => ({ x: plainInput(features, settings) })),
          settings.config.frames,
          BATCH,
        );
        const pooled = enter(still, { stage: 'pooled', layer: still.shape.depth }, x);
        x.dispose();
        dim = still.shape.dim;
        const read = (await pooled.data()) as Float32Array;
        pooled.dispose();
        return read;
      } finally {
        still.dispose();
      }
    });
    data ??= new Float32Array(ids.length * dim);
    data.set(values.subarray(0, batch.length * dim), from * dim);
    const done = from + batch.length;
    const secondsLeft = pace.secondsLeft(done, ids.length);
    emit({ type: 'progress', progress: { stage: 'embed', done, total: ids.length, unit: 'clips', secondsLeft } });
  }
  return { data: data ?? new Float32Array(0), count: ids.length, dim };
}
