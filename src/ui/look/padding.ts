import { framesOf, type PatchLayout } from './maps';

/** The part of the model's input that is no sound: what a clip shorter than it was filled up with. */
export interface Padding {
  /** Where it begins, as a share of the time axis. */
  readonly from: number;
  /** The first token column that holds padding alone; W where the last column still holds sound. */
  readonly firstColumn: number;
  /** The same as a share of the token columns. */
  readonly fromColumn: number;
}

/**
 * The padding of a clip of `frames` frames under a layout of patches; null where the clip fills its input. Column w covers
 * frames [w s, w s + p), s the stride and p the patch, and so holds padding alone from w s >= frames on.
 */
export function paddingOf(frames: number, layout: PatchLayout): Padding | null {
  const wanted = framesOf(layout);
  if (frames >= wanted) return null;
  const [, columns] = layout.grid;
  const firstColumn = Math.min(columns, Math.ceil(frames / layout.stride[1]));
  return { from: frames / wanted, firstColumn, fromColumn: firstColumn / columns };
}

/** Which token columns hold padding alone, in words, 1-based as the slider counts them; null where none does. */
export function paddedColumns({ firstColumn }: Padding, columns: number): string | null {
  if (firstColumn >= columns) return null;
  return firstColumn === columns - 1
    ? `column ${columns} of ${columns} holds nothing else`
    : `columns ${firstColumn + 1} to ${columns} of ${columns} hold nothing else`;
}
