import type { Detection } from '../../detection/types';

interface Column {
  readonly title: string;
  readonly compare: (a: Detection, b: Detection) => number;
}

/** The columns of the table of detections, by each of which it can be sorted. */
export const DETECTION_COLUMNS = {
  label: { title: 'Class', compare: (a, b) => a.label.localeCompare(b.label, 'en') },
  start: { title: 'Begins', compare: (a, b) => a.start - b.start },
  end: { title: 'Ends', compare: (a, b) => a.end - b.end },
  length: { title: 'Lasts', compare: (a, b) => a.end - a.start - (b.end - b.start) },
  peak: { title: 'Peak', compare: (a, b) => a.peak - b.peak },
  mean: { title: 'Mean', compare: (a, b) => a.mean - b.mean },
} as const satisfies Record<string, Column>;

export type DetectionColumn = keyof typeof DETECTION_COLUMNS;

export interface SortOrder {
  readonly column: DetectionColumn;
  readonly descending: boolean;
}

/** Sorted by a column; equals stay in the order of their beginnings. */
export function sortDetections(
  detections: readonly Detection[],
  { column, descending }: SortOrder,
): readonly Detection[] {
  const { compare } = DETECTION_COLUMNS[column];
  return detections.toSorted((a, b) => (descending ? compare(b, a) : compare(a, b)) || a.start - b.start);
}
