import type { SplitOptions } from '../dataset/types';
import type { Subject } from '../sweep/types';
import type { RunConfig } from '../training/config';
import type { RunPosition } from '../training/position';
import type { EpochPoint, StepPoint } from '../training/train';

/** What a run is of: with the same of all this, the same position goes on in the same way. */
export interface RunIdentity {
  readonly config: RunConfig;
  readonly split: SplitOptions;
  /** The data set and the backbone, by their digests. */
  readonly subject: Subject;
  /** Digest of the parts, clip by clip, and of the labels. */
  readonly clips: string;
  readonly classes: readonly string[];
  /** Where what it is of comes from; null where a person has to bring it. */
  readonly origins: { readonly data: 'demo' | null; readonly backbone: SourceRevision | null };
}

/** A model of the hub. */
export interface SourceRevision {
  readonly repo: string;
  readonly revision: string;
}

/** A run that was under way: what it is of, what was measured, and where it stands. */
export interface SavedRun {
  readonly identity: RunIdentity;
  /** When it was saved, ISO 8601. */
  readonly savedAt: string;
  /** Mean and deviation of the training part, as the run took them. */
  readonly normalisation: { readonly mean: number; readonly std: number };
  readonly stepsPerEpoch: number;
  readonly steps: readonly StepPoint[];
  readonly epochs: readonly EpochPoint[];
  readonly bestEpoch: number | null;
  readonly position: RunPosition;
}
