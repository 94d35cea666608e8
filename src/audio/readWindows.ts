import { fail, type Problem } from '../core/problem';
import type { SourceFile } from '../files/source';
import { monoOf } from './channels';
import { featuresOf, FRONT_ENDS } from './frontEnds';
import { createOverviewRows, type OverviewRows } from './overviewRows';
import { createStreamFrames } from './streamFrames';
import { createStreamResampler } from './streamResampler';
import { streamSource } from './streamSource';
import type { Features, FrontEndName } from './types';
import { createWindowCutter, type CutWindow } from './windowCutter';

export interface WindowOptions {
  readonly frontEnd: FrontEndName;
  /** T of a window. */
  readonly frames: number;
  /** From the beginning of a window to that of the next. Seconds. */
  readonly hopSeconds: number;
  /** Windows that are given at once. */
  readonly batch: number;
}

/** The next windows of a recording, and a small picture of what was read on the way. */
export interface WindowBatch extends OverviewRows {
  /** Where each window begins. Seconds. */
  readonly starts: readonly number[];
  /** [T, M] each; fewer rows where the whole recording is shorter than a window. */
  readonly windows: readonly Features[];
  /** How far the recording was read. */
  readonly secondsRead: number;
  readonly atEnd: boolean;
  /** What was found wrong with the recording since the last batch, and used all the same. */
  readonly warnings: readonly Problem[];
}

/**
 * The windows of a recording of any length, batch by batch: decoded, averaged to one channel and resampled as it is read, so
 * that no more than a block and a batch is in memory. Features are computed from each window's samples alone, as in training.
 * The last batch is the one `atEnd`; it may hold no windows. Errors: those of `streamSource`; `audio.rate-change`.
 */
export async function* readWindows(
  source: SourceFile,
  options: WindowOptions,
  signal?: AbortSignal,
): AsyncGenerator<WindowBatch, void> {
  const frontEnd = FRONT_ENDS[options.frontEnd];
  const { sampleRate } = frontEnd;
  const cutter = createWindowCutter(
    frontEnd.samplesFor(options.frames),
    Math.max(1, Math.round(options.hopSeconds * sampleRate)),
  );
  const frames = createStreamFrames(frontEnd);
  const overview = createOverviewRows(frontEnd);
  let starts: number[] = [];
  let windows: Features[] = [];
  let warnings: Problem[] = [];
  const take = ({ start, wave }: CutWindow) => {
    starts.push(start / sampleRate);
    windows.push(featuresOf(frontEnd, wave));
  };
  const batch = (atEnd: boolean): WindowBatch => {
    const out = { starts, windows, secondsRead: cutter.length / sampleRate, atEnd, warnings, ...overview.take() };
    starts = [];
    windows = [];
    warnings = [];
    return out;
  };
  for await (const wave of mono(source, sampleRate, (warning) => warnings.push(warning), signal)) {
    overview.push(frames.push(wave));
    for (const window of cutter.push(wave)) {
      take(window);
      if (windows.length === options.batch) yield batch(false);
    }
  }
  const last = cutter.end();
  if (last) take(last);
  yield batch(true);
}

/** A recording in one channel at a rate. */
async function* mono(
  source: SourceFile,
  to: number,
  onWarning: (warning: Problem) => void,
  signal?: AbortSignal,
): AsyncGenerator<Float32Array, void> {
  let resampler = null;
  let from = 0;
  for await (const { channels, sampleRate } of streamSource(source, signal, onWarning)) {
    if (resampler && sampleRate !== from) {
      const cause = `goes on at ${sampleRate} Hz instead of ${from} Hz.`;
      fail('audio.rate-change', source.path, cause, 'Export it again at one rate.');
    }
    from = sampleRate;
    resampler ??= createStreamResampler(from, to);
    yield resampler.push(monoOf(channels));
  }
  if (resampler) yield resampler.flush();
}
