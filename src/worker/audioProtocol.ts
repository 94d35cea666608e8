import type { PreparedClip } from '../audio/types';
import type { PrepareOptions } from '../audio/prepare';
import type { Problem } from '../core/problem';
import type { SourceFile } from '../files/source';

/** What the page asks of an audio worker. Features for training, or the sound itself for listening. */
export interface AudioJobs {
  prepare: { input: Omit<PrepareOptions, 'signal'>; output: PreparedClip };
  listen: {
    input: { readonly maxSeconds: number };
    output: { readonly samples: Float32Array; readonly sampleRate: number };
  };
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
