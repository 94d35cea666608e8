import { atOnce, eachOf, inStretches, mapping, sorting, type Breathe, type Stretches } from '../core/stretches';
import { byCodeUnits } from '../dataset/listing';
import type { Dataset } from '../dataset/types';
import { createDigest } from './canonical';
import type { Subject, SubjectBackbone, SubjectData } from './types';

/** What is known of data sets: a large one takes a while to read. */
const KNOWN = new WeakMap<Dataset, SubjectData>();

/**
 * What tells a data set from any other: its classes, and each clip's path, size, labels, part, fold and stretch, whatever
 * the order of the files. The sounds themselves are not read: a data set may have gigabytes.
 */
export function subjectData(dataset: Dataset): SubjectData {
  const known = KNOWN.get(dataset) ?? atOnce(read(dataset));
  KNOWN.set(dataset, known);
  return known;
}

/**
 * Reads a data set ahead of who asks what tells it from others.
 * @param breathe hands the thread back where the work so far has taken long
 */
export async function readAhead(dataset: Dataset, breathe: Breathe): Promise<void> {
  if (!KNOWN.has(dataset)) KNOWN.set(dataset, await inStretches(read(dataset), breathe));
}

function* read(dataset: Dataset): Stretches<SubjectData> {
  const lines = yield* mapping(dataset.clips, ({ id, source, labels, part, fold, segment }) =>
    JSON.stringify([id, source.size, labels, part, fold, segment && [segment.start, segment.end]]),
  );
  const digest = createDigest();
  for (const text of [dataset.layout, ...dataset.classes]) digest.add(text);
  yield* eachOf(yield* sorting(lines, byCodeUnits), digest.add);
  return {
    name: dataset.name,
    layout: dataset.layout,
    classes: dataset.classes.length,
    clips: dataset.clips.length,
    folds: dataset.folds,
    digest: digest.hex(),
  };
}

/** What tells a backbone from any other: the SHA-256 of its file. */
export function subjectBackbone(summary: {
  readonly name: string;
  readonly sha256: string;
  readonly config: Pick<SubjectBackbone, 'dim' | 'patch' | 'pretrainedOn'>;
}): SubjectBackbone {
  const { name, sha256, config } = summary;
  return { name, sha256, dim: config.dim, patch: config.patch, pretrainedOn: config.pretrainedOn };
}

/** In words, what is loaded otherwise than a run wants it; empty where nothing differs. */
export function subjectDifferences(wanted: Subject, loaded: Subject): readonly string[] {
  const differences: string[] = [];
  const [data, here] = [wanted.data, loaded.data];
  if (data.digest !== here.digest) {
    const facts = [
      data.name === here.name ? null : `the data set is "${here.name}", not "${data.name}"`,
      data.layout === here.layout ? null : `its layout is ${here.layout}, not ${data.layout}`,
      data.classes === here.classes ? null : `it has ${here.classes} classes, not ${data.classes}`,
      data.clips === here.clips ? null : `it has ${here.clips} usable clips, not ${data.clips}`,
    ].filter((fact) => fact !== null);
    differences.push(
      ...(facts.length > 0 ? facts : [`"${here.name}" has other files, labels, parts or folds than it had`]),
    );
  }
  if (wanted.backbone.sha256 !== loaded.backbone.sha256) {
    differences.push(
      wanted.backbone.name === loaded.backbone.name
        ? `the backbone "${loaded.backbone.name}" is another file (SHA-256 ${loaded.backbone.sha256.slice(0, 8)}, not ${wanted.backbone.sha256.slice(0, 8)})`
        : `the backbone is "${loaded.backbone.name}", not "${wanted.backbone.name}"`,
    );
  }
  return differences;
}
