import type { Dataset } from '../../dataset/types';
import { subjectBackbone, subjectData, subjectDifferences } from '../../sweep/fingerprint';
import { runTitle } from '../../sweep/setting';
import type { BackboneSummary, UnendedRun } from '../../worker/protocol';
import { count, plural } from '../format';

/** What was cut off, where it stands, and since when. */
export function unendedTitle({ identity, step, stepsPerEpoch, savedAt }: UnendedRun): string {
  const { config, split, subject } = identity;
  const title = runTitle({ config, split, rates: null }, subject.data.folds);
  const steps = `step ${count(step)} of ${count(stepsPerEpoch * config.epochs)}`;
  const when = new Date(savedAt).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
  return `A run did not end: ${title} on “${subject.data.name}”, kept at ${steps} on ${when}.`;
}

/** What has to be done before such a run can go on; null where nothing has. */
export function whyNotGoOn(
  { identity }: Pick<UnendedRun, 'identity'>,
  dataset: Dataset | null,
  backbone: BackboneSummary | null,
): string | null {
  const { data, backbone: wanted } = identity.subject;
  if (!dataset) {
    const what = `${plural(data.clips, 'clip')} in ${plural(data.classes, 'class', 'classes')}`;
    return `To go on with it, open “${data.name}” again (${what}), under Data.`;
  }
  if (!backbone) return `To go on with it, load the backbone “${wanted.name}” again, under Model.`;
  const differences = subjectDifferences(identity.subject, {
    data: subjectData(dataset),
    backbone: subjectBackbone(backbone),
  });
  return differences.length > 0 ? `It was made on something else: ${differences.join('; ')}.` : null;
}
