import type { BundleStory, StoryClip } from '../bundle/types';
import type { Part } from '../dataset/types';
import { historyCsv, keptSteps } from '../training/history';
import type { AppState } from '../store/state';
import { subjectData } from '../sweep/fingerprint';
import type { RunData } from './runData';

/** What a bundle tells of the run behind the adapter in the model; null where that was not made by a run of this visit. */
export function bundleStory(
  { run, adapter, engine }: Pick<AppState, 'run' | 'adapter' | 'engine'>,
  { dataset, split, splitOptions }: RunData,
  now: Date,
): BundleStory | null {
  if (adapter.origin !== 'trained' || !dataset || !split) return null;
  const scores = new Map(
    run.predictions?.flatMap(({ predictions }) => predictions.map((p) => [p.id, p.scores] as const)),
  );
  const clips = new Map(dataset.clips.map((clip) => [clip.id, clip]));
  const told = (part: Part) =>
    split[part].flatMap((id): StoryClip[] => {
      const clip = clips.get(id);
      if (!clip) return [];
      const { source, segment, labels } = clip;
      return [{ id, path: source.path, part, segment, labels, scores: scores.get(id) ?? null }];
    });
  return {
    createdAt: now.toISOString(),
    backend: engine.backend?.name ?? '',
    data: {
      name: dataset.name,
      layout: dataset.layout,
      split: splitOptions,
      fingerprint: subjectData(dataset).digest,
    },
    clips: [...told('train'), ...told('validation'), ...told('test')],
    history: historyCsv(keptSteps(run.steps)),
    epochs: run.epochs,
    report: run.report,
  };
}
