import { snapshot } from '../model/model';
import { logitsOf } from '../training/evaluate';
import { LOSSES } from '../training/losses';
import { currentModel } from '../training/step';
import type { TrainedModel } from './models';
import type { EngineHandlers } from './rpc';

/** A window is what the model sees at once: none is cut from it again. */
const ONE_WINDOW = { crop: 'start', views: 1, hop: null } as const;

/**
 * Scores of windows of a longer sound.
 * @param needTrained the trained model; throws where there is none
 * @param exclusive what reads a model must not overlap with what replaces it
 */
export function createScoreHandlers(
  needTrained: () => TrainedModel,
  exclusive: <T>(work: () => Promise<T>) => Promise<T>,
): Pick<EngineHandlers, 'score'> {
  return {
    score: ({ windows, batch }, signal) =>
      exclusive(async () => {
        signal.throwIfAborted();
        const { trainee, settings, labels } = needTrained();
        const { loss } = settings.config;
        const still = snapshot(currentModel(trainee));
        try {
          const sounds = windows.map((features) => ({ features, wave: null }));
          const plain = { ...settings, config: { ...settings.config, ...ONE_WINDOW } };
          const logits = await logitsOf(still, sounds, plain, { loss, batch }, async () => !signal.aborted);
          signal.throwIfAborted();
          const scores = new Float32Array(windows.length * labels.length);
          logits.forEach((own, i) => scores.set(LOSSES[loss].scores([...own]), i * labels.length));
          return { labels, scores };
        } finally {
          still.dispose();
        }
      }),
  };
}
