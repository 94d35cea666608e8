import type { WindowBatch, WindowOptions } from '../audio/readWindows';
import type { Problem } from '../core/problem';
import type { SourceFile } from '../files/source';

/** A recording to read from its beginning to its end. */
export interface RecordingRequest extends WindowOptions {
  readonly source: SourceFile;
}

/** What a recording is known to be before it is read. */
export interface RecordingFacts {
  /** Of all of it, as its container says. */
  readonly seconds: number;
  /** Whether `seconds` is a guess from the file's size. */
  readonly estimated: boolean;
  readonly sampleRate: number;
  readonly channelCount: number;
}

/** Page to worker: open once, then a batch at a time, each asked for when the one before is being scored. */
export type ToRecording =
  | { readonly id: number; readonly kind: 'open'; readonly request: RecordingRequest }
  | { readonly id: number; readonly kind: 'next' };

export type FromRecording =
  | { readonly id: number; readonly facts: RecordingFacts }
  /** Null after the last. */
  | { readonly id: number; readonly batch: WindowBatch | null }
  | { readonly id: number; readonly problem: Problem };
