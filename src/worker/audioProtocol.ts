import type { PatchMask } from '../audio/patchGain';
import type { Segment } from '../audio/types';
import type { Glance, GlanceOptions } from '../audio/glance';
import type { PrepareOptions } from '../audio/prepare';
import type { Problem } from '../core/problem';
import type { Hdf5Recording } from '../files/hdf5';
import type { SourceFile } from '../files/source';
import type { KeepMode, KeptClip } from './keptFeatures';

/** What the page asks of an audio worker: features for training, the sound itself, a glance at it, or what an HDF5 file holds. */
export interface AudioJobs {
  prepare: { input: Omit<PrepareOptions, 'signal'> & { readonly features?: KeepMode }; output: KeptClip };
  listen: {
    input: { readonly maxSeconds: number; readonly segment: Segment | null };
    output: { readonly samples: Float32Array; readonly sampleRate: number };
  };
  /** A small picture of the clip. */
  glance: { input: GlanceOptions; output: Glance };
  /** The sound through a map as a mask, as long as the model saw it: what is attended, or the rest. */
  attended: {
    input: {
      readonly seconds: number;
      readonly segment: Segment | null;
      readonly mask: PatchMask;
      readonly side: 'attended' | 'rest';
    };
    output: { readonly samples: Float32Array; readonly sampleRate: number };
  };
  list: { input: null; output: { readonly recordings: readonly Hdf5Recording[] } };
}

export type AudioJobName = keyof AudioJobs;

export interface ToAudio {
  readonly id: number;
  readonly name: AudioJobName;
  readonly source: SourceFile;
  readonly input: AudioJobs[AudioJobName]['input'];
}

export type FromAudio =
  | { readonly id: number; readonly output: AudioJobs[AudioJobName]['output'] }
  | { readonly id: number; readonly problem: Problem };
