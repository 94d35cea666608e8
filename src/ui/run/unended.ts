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
  return `${title} on “${subject.data.name}”, kept at ${steps} on ${when}.`;
}

/**
 * What a person has to do before such a run can go on; null where nothing has to be done.
 * @param folders what the page may ask to open again
 */
export function whyNotGoOn(
  { identity }: Pick<UnendedRun, 'identity'>,
  dataset: Dataset | null,
  backbone: BackboneSummary | null,
  folders: readonly string[] = [],
): string | null {
  const { subject, origins } = identity;
  if (!dataset && !origins.data && folders.length === 0) {
    const { name, clips, classes } = subject.data;
    const what = `${plural(clips, 'clip')} in ${plural(classes, 'class', 'classes')}`;
    return `Drop “${name}” again (${what}) to go on: the page may not read files of an earlier visit.`;
  }
  if (!backbone) return 'The backbone is being loaded, or has to be, under Model.';
  const loaded = {
    data: dataset ? subjectData(dataset) : subject.data,
    backbone: origins.backbone ? subject.backbone : subjectBackbone(backbone),
  };
  const differences = subjectDifferences(subject, loaded);
  return differences.length > 0 ? `It was made on something else: ${differences.join('; ')}.` : null;
}

/** What going on will open, where a person is asked whether it may; null where nothing is. */
export function whatIsAsked(dataset: Dataset | null, folders: readonly string[]): string | null {
  if (dataset || folders.length === 0) return null;
  const names = folders.map((name) => `“${name}”`).join(', ');
  return `Opens ${names} again: the browser may ask you whether this page may read it.`;
}
