import type { FrontEndName } from '../audio/types';
import { readAdapter } from '../bundle/adapterFile';
import { createLock } from '../core/lock';
import { fail, isAbort, ProblemError } from '../core/problem';
import type { OnProgress } from '../core/progress';
import { tuneKernels } from '../fused/trial';
import { snapshot } from '../model/model';
import { startBackend } from '../ops/backend';
import { onDeviceTrouble, troubleAbout, troubleProblem } from '../ops/webgpu/trouble';
import { currentModel } from '../training/step';
import { createRunControl, type RunControl } from '../training/control';
import { logitsOf } from '../training/evaluate';
import { evaluationStarts } from '../training/windows';
import { DEFAULT_PREPARATION, preparationFor } from '../training/preparation';
import { LOSSES } from '../training/losses';
import { ONE_LAYER } from '../training/passage';
import { activationBudget } from '../training/frozenCache';
import { createTrainee } from '../training/trainee';
import type { Backbone } from '../weights/types';
import { checkAdapterOf } from './adapterOf';
import type { CheckpointPlace } from './checkpointFolder';
import { createCheckpointHandlers, type RunKeep } from './checkpointHandlers';
import { createClipFetcher } from './clipFetcher';
import { createClipSource } from './clipReader';
import { clipBudget, createClipStore } from './clipStore';
import { embedClips } from './embedClips';
import { createExportHandlers } from './exportHandlers';
import { loadBackbone } from './loadBackbone';
import { createLookHandlers, lookBudget } from './lookHandlers';
import { memoryHandlers } from './memoryHandlers';
import { createModels, type TrainedModel } from './models';
import { deviceLimits, measureSteps, planRun } from './preflight';
import type { ClipsEvent, EngineEvent, PartPredictions, StoredClip } from './protocol';
import type { EngineHandlers } from './rpc';
import { readyRun, runTraining } from './runTraining';
import { createScoreHandlers } from './scoreHandlers';

/**
 * The engine: what the worker holds, and a handler for every call. Knows nothing of threads or messages.
 * @param budget bytes of prepared clips to hold; the others are asked for when they are needed
 * @param activations bytes to hold of what frozen layers make of a run's clips
 * @param looks bytes to hold of attention that was looked at, and as many of epochs' parameters
 * @param place where runs are kept for the case that the page closes; nowhere where it is null
 */
export function createEngine(
  emit: (event: EngineEvent | ClipsEvent) => void,
  budget = clipBudget(undefined),
  activations = activationBudget(undefined),
  looks = lookBudget(undefined),
  place: CheckpointPlace | null = null,
): EngineHandlers {
  const clips = createClipStore(budget);
  const fetcher = createClipFetcher(emit);
  const models = createModels(clips);
  let backbone: Backbone | null = null;
  let control: RunControl | null = null;
  let predictions: readonly PartPredictions[] = [];
  /** What reads a model across turns, and what replaces models, must not overlap. A run's steps may: see `snapshot`. */
  const exclusive = createLock();
  onDeviceTrouble((what) => {
    if (!control) emit({ type: 'engine.trouble', problem: troubleProblem(what) });
  });
  const onProgress: OnProgress = (progress) => emit({ type: 'progress', progress });

  const needBackbone = () =>
    backbone ?? fail('engine.no-backbone', 'The backbone', 'is not loaded yet.', 'Load one under Model.');
  const needTrained = (): TrainedModel =>
    models.trained() ??
    fail('engine.untrained', 'The model', 'has not been trained.', 'Train first, or import an adapter.');
  /** A clip that is held, or fetched for this once. */
  const needClip = async (id: string, frontEnd: FrontEndName): Promise<StoredClip> => {
    const held = clips.get(id);
    if (held) return held;
    const wanted = clips.knows(id) && fetcher.want([id], { ...DEFAULT_PREPARATION, frontEnd }).get(id);
    return wanted ? wanted.answer : fail('engine.no-clip', id, 'is not loaded.', 'Load the data again.');
  };
  const idle = () => {
    if (control) fail('engine.busy', 'A run', 'is under way.', 'Stop it first.');
  };

  const look = createLookHandlers({ models, needBackbone, needClip, exclusive, emit, budget: looks });

  const checkpoints = createCheckpointHandlers(place, emit);

  return {
    ...createScoreHandlers(needTrained, exclusive),
    ...look.handlers,
    ...checkpoints.handlers,
    ...memoryHandlers,

    async 'engine.start'({ choice }) {
      const report = await startBackend(choice);
      if (report.name === 'webgpu') await tuneKernels();
      return report;
    },

    'engine.limits': async () => deviceLimits(),

    preflight: ({ config, classes, memoryBytes }, signal) =>
      exclusive(async () => {
        signal.throwIfAborted();
        idle();
        const base = needBackbone();
        const { passage } = planRun(base, config, classes, memoryBytes);
        return measureSteps(base, config, classes, passage, signal);
      }),

    async 'backbone.load'(request, signal) {
      idle();
      const loaded = await loadBackbone(request, onProgress, signal);
      return exclusive(async () => {
        idle();
        backbone = loaded;
        models.reset();
        look.forget();
        const { weights: _, ...summary } = loaded;
        return summary;
      });
    },

    'clips.put': async (stored) => clips.put(stored),

    async 'clips.fetched'(fetched) {
      fetcher.take(fetched);
      return null;
    },

    'clips.features': async ({ id, frontEnd }) => (await needClip(id, frontEnd)).features,

    async 'clips.clear'() {
      idle();
      clips.clear();
      look.forgetClips();
      return null;
    },

    async 'run.start'(request) {
      idle();
      const base = needBackbone();
      if (base.nonFinite.length > 0 && !request.allowNonFinite) {
        const names = base.nonFinite.map(({ name, count }) => `${name} (${count})`).join(', ');
        fail(
          'engine.non-finite',
          base.name,
          `holds values that are not numbers: ${names}.`,
          'Agree to train all the same, or choose another backbone.',
        );
      }
      const steering = createRunControl(request.paused, (state) => emit({ type: 'run.state', state }));
      control = steering;
      let keep: RunKeep | null = null;
      try {
        const kept = (keep = await checkpoints.begin(request.keep));
        const run = async () => {
          const source = createClipSource(clips, fetcher, preparationFor(request.config));
          const ready = await readyRun(base, request, clips, source, steering, emit, kept.from);
          // Within the lock until its first step: it replaces the models before that, in one go.
          const { under } = await exclusive(async () => ({
            under: runTraining(base, ready, models, steering, emit, {
              activations,
              keepEpoch: look.keepEpoch,
              keep: kept,
            }),
          }));
          return under;
        };
        const result = await untilTrouble(steering, run());
        predictions = result.predictions;
        await kept.over();
        return result.report;
      } catch (error) {
        if (isHopeless(error)) await keep?.over();
        throw error;
      } finally {
        keep?.release();
        control = null;
      }
    },

    async 'run.pause'() {
      control?.pause();
      return null;
    },
    async 'run.resume'() {
      control?.resume();
      return null;
    },
    async 'run.step'() {
      control?.step();
      return null;
    },
    async 'run.stop'() {
      control?.stop();
      return null;
    },
    'run.predictions': async () => predictions,

    'embed.clips': (request, signal) =>
      embedClips({ exclusive, models, idle, needBackbone, needClip, emit }, request, signal),

    predict: (sound) =>
      exclusive(async () => {
        const { trainee, settings, labels } = needTrained();
        const still = snapshot(currentModel(trainee));
        try {
          const windows = evaluationStarts(sound, settings.config).length;
          const batch = Math.min(windows, settings.config.batch);
          const run = { loss: settings.config.loss, batch };
          const [logits] = await logitsOf(still, [sound], settings, run, async () => true);
          const scores = LOSSES[settings.config.loss].scores([...(logits ?? [])]);
          const named = labels.map((label, i) => ({ label, score: scores[i] ?? 0 }));
          return named.sort((a, b) => b.score - a.score);
        } finally {
          still.dispose();
        }
      }),

    ...createExportHandlers({ exclusive, needTrained, needBackbone }),

    async 'adapter.import'({ weights, config }) {
      idle();
      const base = needBackbone();
      checkAdapterOf(base, config);
      const read = await readAdapter(new Blob([weights]), 'adapter_model.safetensors');
      idle();
      const trainee = createTrainee(base, config.run, config.labels.length, read, ONE_LAYER);
      const settings = { config: config.run, classes: config.labels.length, mean: config.mean, std: config.std };
      return exclusive(async () => {
        models.replace({ trainee, settings, labels: config.labels, best: config.best });
        return config;
      });
    },
  };
}

/** Whether a run cannot go on from where it is kept: it would end in the same way. */
const isHopeless = (error: unknown) => error instanceof ProblemError && error.problem.code === 'training.not-finite';

/** The work, or the device's trouble if that comes first: then the run halts, whatever its numbers say. */
async function untilTrouble<T>(control: RunControl, work: Promise<T>): Promise<T> {
  let ignore: () => void = () => undefined;
  const trouble = new Promise<never>((_, reject) => {
    ignore = onDeviceTrouble((what) => {
      control.stop();
      reject(new ProblemError(troubleProblem(what)));
    });
  });
  try {
    return await Promise.race([work, trouble]);
  } catch (error) {
    const isStopped = control.stopping && isAbort(error);
    // The loop ends at its next turn; until then nothing else may touch its model.
    await Promise.race([work.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))]);
    const why = isStopped ? null : await troubleAbout(error);
    throw why ? new ProblemError(why) : error;
  } finally {
    ignore();
  }
}

/** For a device that never answers again. */
const LONGEST_WAIT_MS = 5000;
