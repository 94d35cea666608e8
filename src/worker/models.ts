import * as tf from '@tensorflow/tfjs-core';
import { NO_ADAPTERS } from '../model/adapters';
import { backboneWeights, upload } from '../model/build';
import { BARE } from '../model/methods';
import type { Model } from '../model/model';
import { astShape, type AstShape } from '../model/shape';
import type { ExampleSettings } from '../training/examples';
import { normalisationOf } from '../training/statistics';
import type { Trainee } from '../training/step';
import type { RunConfig } from '../training/config';
import type { Best } from '../training/train';
import type { Backbone } from '../weights/types';
import type { ClipStore } from './clipStore';
import type { LookView } from './protocol';

export type ModelSettings = ExampleSettings & { readonly config: RunConfig };

/** A model with a trained head: made here by training, or imported. */
export interface TrainedModel {
  readonly trainee: Trainee;
  readonly settings: ModelSettings;
  readonly labels: readonly string[];
  readonly best: Best | null;
}

/** How clips become input for looking at them. */
export type ViewSettings = ExampleSettings & { readonly config: Pick<RunConfig, 'frames' | 'stride' | 'frontEnd'> };

/** A bare backbone on one token grid, for looking at it without what is trained. */
export interface Bare {
  readonly key: string;
  readonly shape: AstShape;
  readonly model: Model;
  readonly settings: ViewSettings;
}

/** The models that the engine holds: the trained one, and the bare backbone to compare with. */
export function createModels(clips: Pick<ClipStore, 'get'>) {
  let trained: TrainedModel | null = null;
  let bare: Bare | null = null;

  const dropBare = () => {
    if (bare) disposeBare(bare);
    bare = null;
  };

  return {
    trained: () => trained,

    /** Makes another model the current one and frees the last. */
    replace(next: TrainedModel | null): void {
      if (trained && trained.trainee !== next?.trainee) trained.trainee.dispose();
      trained = next;
    },

    /** Forgets everything: the backbone changed. */
    reset(): void {
      this.replace(null);
      dropBare();
    },

    /** The bare backbone, on the trained model's own input where there is one, so that both see the same. */
    bare(backbone: Backbone, view: LookView): Bare {
      const wanted = trained ? trained.settings.config : view;
      const key = JSON.stringify([
        wanted.frontEnd,
        wanted.frames,
        wanted.stride,
        trained?.settings.mean,
        trained?.settings.std,
        !trained && view.normalisation,
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

/**
 * Settings for looking before any training: a clip's beginning, normalised as a run would, but by those clips of the
 * training part alone that are held.
 */
function viewSettings(clips: Pick<ClipStore, 'get'>, view: LookView): ViewSettings {
  const { train, normalisation, ...shape } = view;
  const config = { ...shape, ...BEGINNING, ...NOT_AUGMENTED };
  const used = function* () {
    for (const id of train) {
      const clip = clips.get(id);
      if (clip) yield clip;
    }
  };
  return { config, classes: 1, ...(normalisation ?? normalisationOf(used(), config)) };
}

const BEGINNING = { crop: 'start', views: 1, hop: null } as const;
const NOT_AUGMENTED = { specAugment: { frequency: 0, time: 0 }, masking: 'ast', mixup: 0, noise: false } as const;

/** A backbone alone on the grid of these settings. Use `disposeBare`. */
export function bareBackbone(key: string, backbone: Backbone, settings: ViewSettings): Bare {
  const { frames, stride } = settings.config;
  const shape = astShape(backbone.config, frames, stride, NO_ADAPTERS);
  const parameters = upload(backboneWeights(backbone, shape.grid));
  return { key, shape, model: { shape, settings: BARE, parameters, trained: new Set() }, settings };
}

export function disposeBare({ shape, model }: Bare): void {
  shape.dispose();
  tf.dispose([...model.parameters.values()]);
}
