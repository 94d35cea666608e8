import type { RunConfig } from '../training/config';
import type { Best, EpochPoint } from '../training/train';
import type { BackboneConfig } from '../weights/types';
import type { Part, SplitOptions } from '../dataset/types';

/** Everything needed, beside the weights, to predict again: in adapter_config.json, or in run.json beside a plain one of PEFT. */
export interface AdapterConfig {
  readonly run: RunConfig;
  readonly backbone: {
    readonly name: string;
    readonly sha256: string;
    readonly origin: { readonly repo: string; readonly revision: string } | null;
    readonly dim: number;
    readonly depth: number;
    readonly heads: number;
    /** All of its shape; null in files of format 1, which did not hold it. */
    readonly config: BackboneConfig | null;
  };
  /** Mean and standard deviation of the training part's features; inputs are (x - mean) / (2 std). */
  readonly mean: number;
  readonly std: number;
  readonly labels: readonly string[];
  /** Token grid, [frequency, time]. */
  readonly grid: readonly [number, number];
  readonly trainable: number;
  readonly best: Best | null;
}

export interface AdapterFiles {
  /** adapter_model.safetensors */
  readonly weights: Uint8Array<ArrayBuffer>;
  /** adapter_config.json */
  readonly config: AdapterConfig;
}

/** One file of a bundle. */
export interface BundleFile {
  readonly name: string;
  readonly data: string | Uint8Array<ArrayBuffer> | Blob;
}

/** What the model answers to one sound, for others to compare with (parity.ts). */
export interface Parity {
  readonly sampleRate: number;
  /** Mono samples. */
  readonly wave: Float32Array;
  /** [T, M], padded or cut, not normalised. */
  readonly filterbank: Float32Array;
  readonly frames: number;
  readonly bins: number;
  /** [C] */
  readonly logits: Float32Array;
}

/** A clip of the run's split, and what the best epoch said of it where it was evaluated. */
export interface StoryClip {
  /** The clip's id in the data set. */
  readonly id: string;
  /** Its recording's path below the data set's folder. */
  readonly path: string;
  readonly part: Part;
  /** The stretch of the recording in seconds; null for all of it. */
  readonly segment: { readonly start: number; readonly end: number } | null;
  /** Class indices. */
  readonly labels: readonly number[];
  /** Scores by class in [0, 1]; null for clips that were not evaluated. */
  readonly scores: readonly number[] | null;
}

/** Measures of one part. */
export interface PartMeasures {
  readonly loss: number;
  readonly top1: number;
  readonly top5: number;
  readonly mAP: number;
  readonly averagePrecision: readonly (number | null)[];
}

/** How an adapter came to be: what a bundle tells beside the adapter. */
export interface BundleStory {
  /** ISO date and time. */
  readonly createdAt: string;
  readonly backend: string;
  readonly data: {
    readonly name: string;
    readonly layout: string;
    /** How it was divided. */
    readonly split: SplitOptions;
    /** Changes with any clip, label, part or fold (`subjectData`). */
    readonly fingerprint: string;
  };
  /** The clips of the split, in its order, training first. */
  readonly clips: readonly StoryClip[];
  /** history.csv: every step. */
  readonly history: string;
  readonly epochs: readonly EpochPoint[];
  readonly report: {
    readonly outcome: 'finished' | 'stopped';
    readonly validation: PartMeasures | null;
    readonly test: PartMeasures | null;
    readonly seconds: number;
    readonly total: number;
  } | null;
}

/** Python programs that travel with every bundle, by name. */
export type BundledPrograms = Readonly<
  Record<'loaa_ast.py' | 'loaa_layouts.py' | 'loaa_data.py' | 'check.py' | 'train.py', string>
>;

/** All that a bundle is made of. */
export interface BundleSource {
  readonly adapter: AdapterFiles;
  /** Null for an adapter that was imported: of its training nothing is known here. */
  readonly story: BundleStory | null;
  readonly parity: Parity;
  readonly programs: BundledPrograms;
  /** The backbone itself, where no hub has it. */
  readonly base: Blob | null;
}
