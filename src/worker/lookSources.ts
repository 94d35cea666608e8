import * as tf from '@tensorflow/tfjs-core';
import { sourceKey, type LookSource } from '../attention/types';
import type { AdapterConfig } from '../bundle/types';
import { fail } from '../core/problem';
import { backboneWeights, trainedShapes, upload, type Weights } from '../model/build';
import { kernelsOf } from '../model/methods';
import { snapshot, type Model } from '../model/model';
import { astShape } from '../model/shape';
import { strideFor } from '../ops/grid';
import { tidyKeeping } from '../ops/tidyKeeping';
import { unflatten } from '../training/flat';
import { currentModel, modelWith } from '../training/step';
import { checkGrid, matching } from '../training/trainee';
import type { Backbone } from '../weights/types';
import type { EpochStore } from './epochStore';
import { bareBackbone, disposeBare, type Models, type TrainedModel, type ViewSettings } from './models';
import type { LookView } from './protocol';

/** A model whose parameters stay what they are until it is disposed of. */
type Still = Model & { dispose(): void };

/** Where a source leads: what it is, and its model once that is needed. */
export interface Resolved {
  readonly backbone: Backbone;
  readonly settings: ViewSettings;
  /** The same while the model and its input are the same. */
  readonly version: string;
  build(): Still;
}

export interface BesideAdapter {
  readonly config: AdapterConfig;
  readonly weights: Weights;
}

interface Parts {
  readonly models: Models;
  readonly epochs: EpochStore;
  needBackbone(): Backbone;
}

/** Finds the model behind each source, and holds what was loaded beside. */
export function createLookSources({ models, epochs, needBackbone }: Parts) {
  const adapters = new Map<string, BesideAdapter>();
  const others = new Map<string, Backbone>();
  const numbers = new WeakMap<object, number>();
  let last = 0;
  const numberOf = (thing: object): number => {
    const number = numbers.get(thing) ?? ++last;
    numbers.set(thing, number);
    return number;
  };
  const needTrained = (): TrainedModel =>
    models.trained() ??
    fail('engine.untrained', 'The model', 'has not been trained.', 'Train first, or import an adapter.');
  const missing = (id: string) => fail('look.gone', id, 'is not loaded any more.', 'Choose it again.');

  const settingsOf = (source: LookSource, view: LookView): Omit<Resolved, 'version'> & { readonly of: object } => {
    const backbone = needBackbone();
    switch (source.kind) {
      case 'backbone': {
        const bare = models.bare(backbone, view);
        return { backbone, settings: bare.settings, of: bare, build: () => snapshot(bare.model) };
      }
      case 'model': {
        const { trainee, settings } = needTrained();
        return { backbone, settings, of: trainee.state, build: () => snapshot(currentModel(trainee)) };
      }
      case 'epoch': {
        const { trainee, settings } = needTrained();
        const theta =
          epochs.get(trainee, source.epoch) ??
          fail('look.no-epoch', `Epoch ${source.epoch}`, 'is not held any more.', 'Choose another one.');
        const build = () =>
          tidyKeeping(() => {
            const model = snapshot(modelWith(trainee, unflatten(tf.tensor1d(theta), trainee.layout)));
            return { result: model, kept: model.parameters.values() };
          });
        return { backbone, settings, of: theta, build };
      }
      case 'adapter': {
        const adapter = adapters.get(source.id) ?? missing(source.id);
        const { run, labels, mean, std } = adapter.config;
        const settings = { config: run, classes: labels.length, mean, std };
        return {
          backbone,
          settings,
          of: adapter,
          build: () => adapted(backbone, adapter, models.bare(backbone, view)),
        };
      }
      case 'other': {
        const other = others.get(source.id) ?? missing(source.id);
        const { settings } = models.bare(backbone, view);
        const stride = strideFor(settings.config.stride, other.config.patch);
        const own = { ...settings, config: { ...settings.config, stride } };
        return { backbone: other, settings: own, of: other, build: () => still(bareBackbone('', other, own)) };
      }
    }
  };

  return {
    /** @throws ProblemError where there is no such model */
    resolve(source: LookSource, view: LookView): Resolved {
      const { of, ...found } = settingsOf(source, view);
      const { config, mean, std } = found.settings;
      const input = [config.frontEnd, config.frames, config.stride, mean, std];
      return { ...found, version: JSON.stringify([sourceKey(source), numberOf(of), ...input]) };
    },
    addAdapter: (id: string, adapter: BesideAdapter) => void adapters.set(id, adapter),
    /** One at a time: each is as large as the model's own. */
    addBackbone(id: string, backbone: Backbone) {
      others.clear();
      others.set(id, backbone);
    },
    remove(id: string) {
      adapters.delete(id);
      others.delete(id);
    },
    /** The backbone changed, and adapters beside it were of the last one. */
    forgetAdapters: () => adapters.clear(),
  };
}

/** The backbone with an adapter that was loaded beside; shares the bare one's frozen weights where the grid is the same. */
function adapted(backbone: Backbone, { config, weights }: BesideAdapter, bare: ReturnType<Models['bare']>): Still {
  const { run, labels } = config;
  const grid = checkGrid(backbone, run);
  const trained = upload(matching(weights, trainedShapes(run, backbone, grid, labels.length)));
  const isShared = grid.join() === bare.shape.grid.join();
  const own = isShared ? new Map<string, tf.Tensor>() : upload(backboneWeights(backbone, grid));
  const frozen = isShared ? bare.model.parameters : own;
  const shape = astShape(backbone.config, run.frames, run.stride, kernelsOf(run));
  const parameters = new Map([...frozen, ...trained]);
  return {
    shape,
    settings: run,
    parameters,
    trained: new Set(trained.keys()),
    dispose() {
      shape.dispose();
      tf.dispose([...trained.values(), ...own.values()]);
    },
  };
}

function still(bare: ReturnType<typeof bareBackbone>): Still {
  return { ...bare.model, dispose: () => disposeBare(bare) };
}
