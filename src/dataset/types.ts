import type { Segment } from '../audio/types';
import type { Problem } from '../core/problem';
import type { SourceFile } from '../files/source';

export type Part = 'train' | 'validation' | 'test';
export type LayoutName = 'speech-commands' | 'esc50' | 'epic-sounds' | 'selections' | 'table' | 'folders' | 'prefix';

/** One labelled clip, before its audio has been looked at. */
export interface Clip {
  /**
   * Unique within the data set: the source's path, "path#start-end" (seconds) of a segment, or the id that the annotation
   * itself gives; with " (2)" and so on behind it where several share one.
   */
  readonly id: string;
  readonly source: SourceFile;
  /** Indices into `Dataset.classes`, ascending: one, or several where the data set is multi-label. */
  readonly labels: readonly number[];
  /** The part that the data set itself prescribes, or null where a seeded split decides. */
  readonly part: Part | null;
  /** The data set's own fold (1-based), or null. */
  readonly fold: number | null;
  /** The stretch of the recording that the clip is, in seconds from its start; null for all of it. */
  readonly segment: Segment | null;
  /** What the clip must not be parted from (its speaker, its source recording), or null. */
  readonly group: string | null;
}

export interface Dataset {
  readonly name: string;
  readonly layout: LayoutName;
  /** One plain sentence: what was recognised and why, e.g. "ESC-50: meta/esc50.csv with 5 folds". */
  readonly recognised: string;
  readonly classes: readonly string[];
  /** Whether a clip may be of several classes, or of one among many that are told apart each on its own (BCE). */
  readonly multiLabel: boolean;
  readonly clips: readonly Clip[];
  /** The folds present, ascending; empty where the data set has none. */
  readonly folds: readonly number[];
  /** Every file that is not used, or is used with a warning, with its reason. */
  readonly problems: readonly Problem[];
}

export interface SplitOptions {
  readonly seed: number;
  /** Share of each class held out for validation where the data set prescribes nothing. */
  readonly validationShare: number;
  /** The fold held out, for data sets with folds. */
  readonly fold: number;
  /**
   * What the held-out fold is. `validation`: AST's protocol, the best epoch is chosen on it. `test`: it is looked at once, at
   * the end, and the next fold (the first after the last) is for validation.
   */
  readonly heldOutFold: 'validation' | 'test';
  /** Train on at most this many clips of each class, seeded; the other parts stay whole. Null for all. */
  readonly trainPerClass: number | null;
  /**
   * Keep at most this many clips in all, in equal measure by class and in proportion by part, seeded (see `splitDataset`);
   * null for all. At least two for each class.
   */
  readonly maxClips: number | null;
}

/** Clip ids by part, each in seeded order. */
export type Split = Readonly<Record<Part, readonly string[]>>;
