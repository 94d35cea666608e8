import { FRONT_ENDS, secondsFor } from '../audio/frontEnds';
import { OVERVIEW_COLUMNS_PER_SECOND } from '../audio/overviewRows';
import type { WindowBatch } from '../audio/readWindows';
import { fail, type Problem } from '../core/problem';
import { Pace } from '../core/progress';
import { endingOf } from '../files/names';
import type { SourceFile } from '../files/source';
import type { RunConfig } from '../training/config';
import { openRecordingReader, type RecordingReader } from '../worker/recordingReader';
import { createJob, guarded, isSuperseded, type SessionContext } from './context';
import { modelInUse } from './modelInUse';
import type { Session } from './session';

type RecordingActions = Pick<
  Session,
  'openRecording' | 'stopRecording' | 'setDetectionRule' | 'setRecordingHop' | 'recordingSound' | 'recordingSpectrogram'
>;

/** Windows that are read and scored at once. */
const BATCH = 16;
/** Of a window, from one to the next. */
const USUAL_HOP = 1 / 4;
/** EPIC-SOUNDS' rate: an HDF5 file does not say its own. */
const HDF5_RATE = 24_000;
/** The longest stretch that is played or drawn in full at once. Seconds. */
const LONGEST_STRETCH = 120;

/** A long recording: read in a worker, scored by the engine, a batch of windows at a time while the next is read. */
export function createRecordingActions({ store, pool, engine }: SessionContext): RecordingActions {
  const job = createJob();
  let current: SourceFile | null = null;
  const failed = (problem: Problem) => store.dispatch({ type: 'timeline.failed', problem });

  /** The recording in a file; null where it holds several, and one is to be chosen. */
  const sourceOf = async (file: File, dataset: string | undefined, signal: AbortSignal): Promise<SourceFile | null> => {
    const whole = { kind: 'file', path: file.name, size: file.size, file } as const;
    if (!['hdf5', 'h5'].includes(endingOf(file.name))) return whole;
    const { recordings } = await pool.run('list', whole, null, signal);
    const names = recordings.filter(({ samples }) => samples > 0).map(({ name }) => name);
    const chosen = dataset ?? (names.length === 1 ? names[0] : undefined);
    if (chosen === undefined) {
      if (names.length === 0)
        fail('files.hdf5', file.name, 'It holds no recordings.', 'Choose a file with samples at its top.');
      store.dispatch({ type: 'timeline.choosing', choices: names });
      return null;
    }
    const path = `${file.name}/${chosen}`;
    return { kind: 'hdf5', path, size: file.size, file, dataset: chosen, sampleRate: HDF5_RATE };
  };

  const read = async (source: SourceFile, config: RunConfig, signal: AbortSignal) => {
    const { frontEnd, frames } = config;
    const windowSeconds = secondsFor(FRONT_ENDS[frontEnd], frames);
    const hopSeconds = store.getState().timeline.hopSeconds ?? windowSeconds * USUAL_HOP;
    const reader = await openRecordingReader({ source, frontEnd, frames, hopSeconds, batch: BATCH });
    const close = () => reader.close();
    signal.addEventListener('abort', close, { once: true });
    try {
      signal.throwIfAborted();
      current = source;
      const { seconds, estimated } = reader.facts;
      const recording = { name: source.path, seconds, estimated, frontEnd, windowSeconds, hopSeconds };
      store.dispatch({ type: 'timeline.opened', recording });
      await score(reader, windowSeconds, signal);
      store.dispatch({ type: 'timeline.ended', status: 'done' });
    } finally {
      signal.removeEventListener('abort', close);
      reader.close();
    }
  };

  const score = async (reader: RecordingReader, windowSeconds: number, signal: AbortSignal) => {
    const pace = new Pace();
    let next: Promise<WindowBatch | null> = reader.next();
    for (let batch = await next; batch; batch = await next) {
      const { starts, windows, columns, bands, atEnd, warnings } = batch;
      const secondsRead = batch.secondsRead;
      next = atEnd ? Promise.resolve(null) : reader.next();
      // It may fail while the batch before it is being scored.
      next.catch(() => undefined);
      const { labels, scores } = await engine().call('score', { windows, batch: BATCH }, { signal });
      const known = store.getState().timeline;
      if (known.rows.length > 0 && labels.join('\n') !== known.labels.join('\n')) {
        const cause = 'was not finished: the model has other classes now.';
        fail('try.changed', current?.path ?? 'The recording', cause, 'Open it again.');
      }
      const rows = starts.map((_, i) => scores.subarray(i * labels.length, (i + 1) * labels.length));
      const end = known.recording?.seconds ?? 0;
      store.dispatch({
        type: 'timeline.scored',
        labels,
        times: starts.map((start) => Math.min(start + windowSeconds / 2, Math.max(start, secondsRead))),
        rows,
        secondsRead,
        secondsLeft: pace.secondsLeft(secondsRead, Math.max(end, secondsRead)),
        columns,
        bands,
        columnsPerSecond: OVERVIEW_COLUMNS_PER_SECOND,
        warnings,
      });
    }
  };

  const stretch = (start: number, end: number) => {
    if (!current) return fail('try.no-recording', 'The recording', 'is not open.', 'Open one first.');
    const { secondsRead } = store.getState().timeline;
    const segment = {
      start: Math.max(0, start),
      end: Math.min(end, secondsRead, Math.max(0, start) + LONGEST_STRETCH),
    };
    return { source: current, segment };
  };

  return {
    openRecording: (file, dataset) =>
      guarded(file.name, failed, async () => {
        const config = modelInUse(store.getState(), file.name);
        const signal = job.start();
        store.dispatch({ type: 'timeline.opening' });
        try {
          const source = await sourceOf(file, dataset, signal);
          if (source) await read(source, config, signal);
        } catch (error) {
          if (signal.aborted && !isSuperseded(signal)) store.dispatch({ type: 'timeline.ended', status: 'stopped' });
          // What stands in the way of the next has no say about this one.
          if (!signal.aborted) throw error;
        }
      }),
    stopRecording: () => job.cancel(),
    setDetectionRule: (patch) => store.dispatch({ type: 'timeline.rule', patch }),
    setRecordingHop: (hopSeconds) => store.dispatch({ type: 'timeline.hop', hopSeconds }),
    async recordingSound(start, end) {
      const { source, segment } = stretch(start, end);
      return pool.run('listen', source, { maxSeconds: LONGEST_STRETCH, segment });
    },
    async recordingSpectrogram(start, end, signal) {
      const { source, segment } = stretch(start, end);
      const frontEnd = store.getState().timeline.recording?.frontEnd ?? 'ast';
      const frames = Math.ceil((segment.end - segment.start) * FRONT_ENDS[frontEnd].framesPerSecond);
      return (await pool.run('prepare', source, { frontEnd, frames, segment }, signal)).features;
    },
  };
}
