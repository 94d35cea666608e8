import * as tf from '@tensorflow/tfjs-core';
import { NO_ADAPTERS } from '../model/adapters';
import { backboneWeights, upload } from '../model/build';
import { BARE } from '../model/methods';
import type { Model } from '../model/model';
import { astShape, type AstShape } from '../model/shape';
import { normalisationOf, type ExampleSettings } from '../training/examples';
import { currentModel, type Trainee } from '../training/step';
import { disposeTrainee } from '../training/trainee';
import type { RunConfig } from '../training/config';
import type { Best } from '../training/train';
import type { Backbone } from '../weights/types';
import type { AttentionRequest, StoredClip } from './protocol';

export type ModelSettings = ExampleSettings & { readonly config: RunConfig };

/** A model with a trained head: made here by training, or imported. */
export interface TrainedModel {
  readonly trainee: Trainee;
  readonly settings: ModelSettings;
  readonly labels: readonly string[];
  readonly best: Best | null;
}

type ViewSettings = ExampleSettings & { readonly config: Pick<RunConfig, 'frames' | 'stride' | 'frontEnd'> };

/** The bare backbone on one token grid, for looking at it before training. */
interface Bare {
  readonly key: string;
  readonly shape: AstShape;
  readonly model: Model;
  readonly settings: ViewSettings;
}

/** The models that the engine holds: the trained one, and the bare backbone to compare with. */
export function createModels(clips: ReadonlyMap<string, StoredClip>) {
  let trained: TrainedModel | null = null;
  let bare: Bare | null = null;

  const dropBare = () => {
    if (!bare) return;
    bare.shape.dispose();
    tf.dispose([...bare.model.parameters.values()]);
    bare = null;
  };

  return {
    trained: () => trained,

    /** Makes another model the current one and frees the last. */
    replace(next: TrainedModel | null): void {
      if (trained && trained.trainee !== next?.trainee) disposeTrainee(trained.trainee);
      trained = next;
    },

    /** Forgets everything: the backbone changed. */
    reset(): void {
      this.replace(null);
      dropBare();
    },

    /** The model and the input settings for attention maps: the trained model's own, so that both stages see the same. */
    look(
      backbone: Backbone,
      stage: 'before' | 'after',
      view: AttentionRequest['view'],
    ): { model: Model; settings: ViewSettings } {
      if (stage === 'after' && trained) return { model: currentModel(trained.trainee), settings: trained.settings };
      const wanted = trained ? trained.settings.config : view;
      const key = JSON.stringify([
        wanted.frontEnd,
        wanted.frames,
        wanted.stride,
        trained?.settings.mean,
        trained?.settings.std,
        !trained && view.train,
      ]);
      if (bare?.key !== key) {
        dropBare();
        bare = bareBackbone(key, backbone, trained?.settings ?? viewSettings(clips, view));
      }
      return bare;
    },
  };
}

export type Models = ReturnType<typeof createModels>;

/** Settings for looking before any training: normalised by the training part, as a run would. */
function viewSettings(clips: ReadonlyMap<string, StoredClip>, view: AttentionRequest['view']): ViewSettings {
  const { train, ...shape } = view;
  const config = { ...shape, specAugment: { frequency: 0, time: 0 }, mixup: 0, noise: false };
  const used = train.flatMap((id) => {
    const clip = clips.get(id);
    return clip ? [{ ...clip, labels: [0] }] : [];
  });
  return { config, classes: 1, ...normalisationOf(used, config) };
}

function bareBackbone(key: string, backbone: Backbone, settings: ViewSettings): Bare {
  const { frames, stride } = settings.config;
  const shape = astShape(backbone.config, frames, stride, NO_ADAPTERS);
  const parameters = upload(backboneWeights(backbone, shape.grid));
  return { key, shape, model: { shape, settings: BARE, parameters, trained: new Set() }, settings };
}
