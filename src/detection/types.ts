/** What a model said of a recording, window by window. */
export interface Track {
  readonly labels: readonly string[];
  /** The middles of the windows, in seconds, ascending. */
  readonly times: readonly number[];
  /** Scores in [0, 1], one row [C] a window. */
  readonly rows: readonly Float32Array[];
  /** Where the sound ends, or how far it was read. Seconds. */
  readonly seconds: number;
}

/** When a score is a detection. See `detect`. */
export interface DetectionRule {
  /** By class; null for classes that are not looked for. In (0, 1]. */
  readonly thresholds: readonly (number | null)[];
  /** Shorter ones are dropped. Seconds. */
  readonly minSeconds: number;
  /** Two of the same class this far apart, or less, are one. Seconds. */
  readonly gapSeconds: number;
}

/** A stretch of a recording in which a class was heard. Seconds. */
export interface Detection {
  readonly classIndex: number;
  readonly label: string;
  readonly start: number;
  readonly end: number;
  /** The highest score within. */
  readonly peak: number;
  /** The mean score over the stretch, gaps that were bridged included. */
  readonly mean: number;
}
