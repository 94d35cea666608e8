import type { SourceFile } from '../files/source';
import { segmentName } from '../audio/segmentName';
import type { Segment } from '../audio/types';
import type { Labelled } from './layout';
import type { RowTrouble } from './rowReport';
import type { Part } from './types';

/** One row of a list of annotations: a stretch of a recording, or all of it, and what it says. */
export interface Annotation {
  /** For messages: "row 7". */
  readonly row: string;
  readonly source: SourceFile;
  readonly segment: Segment | null;
  readonly classNames: readonly string[];
  readonly part: Part | null;
  readonly fold: number | null;
  readonly group: string | null;
}

export const MERGE_TROUBLES = {
  repeated: {
    code: 'dataset.repeated',
    cause: 'say again what an earlier row says, which alone counts',
    cure: 'Nothing to do, or remove them.',
    severity: 'warning',
  },
  contradicting: {
    code: 'dataset.two-parts',
    cause: 'give a clip another split, fold or group than an earlier row; the earlier one counts',
    cure: 'Correct the table.',
    severity: 'warning',
  },
} as const satisfies Record<string, RowTrouble>;

export type MergeTrouble = keyof typeof MERGE_TROUBLES;

/**
 * Rows of the same stretch of the same recording become one clip with the labels of all, in the order in which clips first
 * come. Repetitions and contradictions are told.
 */
export function mergeRows(
  annotations: readonly Annotation[],
  tell: (trouble: MergeTrouble, row: string) => void,
): Labelled[] {
  const clips = new Map<string, { readonly first: Annotation; readonly classNames: Set<string> }>();
  for (const annotation of annotations) {
    const { row, source, segment, classNames, part, fold, group } = annotation;
    const key = segmentName(source.path, segment);
    const held = clips.get(key);
    if (!held) {
      clips.set(key, { first: annotation, classNames: new Set(classNames) });
      continue;
    }
    if (classNames.every((name) => held.classNames.has(name))) tell('repeated', row);
    const { first } = held;
    if (part !== first.part || fold !== first.fold || group !== first.group) tell('contradicting', row);
    for (const name of classNames) held.classNames.add(name);
  }
  return [...clips.values()].map(({ first, classNames }) => {
    const { source, segment, part, fold, group } = first;
    return { source, segment, part, fold, group, classNames: [...classNames], id: null };
  });
}
