import { FRONT_ENDS } from '../audio/frontEnds';
import { fail, type Problem } from '../core/problem';
import { Random } from '../core/random';
import { keepClips } from '../dataset/keepClips';
import { recogniseDataset } from '../dataset/recognise';
import { splitDataset } from '../dataset/split';
import { suggestFrames } from '../dataset/suggestFrames';
import type { Clip, Dataset, Split, SplitOptions } from '../dataset/types';
import { demoSources } from '../files/demo';
import { takeDropped, walkDropped, walkPicked } from '../files/drop';
import type { ReadContext } from '../dataset/layout';
import type { TableMapping, TablePreview } from '../dataset/tableMapping';
import type { WalkOptions, Walked } from '../files/walk';
import type { DataState } from '../store/state';
import { createJob, guarded, isSuperseded, runUnderWay, type SessionContext } from './context';
import { preparationFor, type Preparation } from '../training/preparation';
import type { RunConfig } from '../training/config';
import { covers, prepareClips, type Ledger } from './prepare';
import type { Session } from './session';

type DataActions = Pick<
  Session,
  'openDrop' | 'openFiles' | 'openDemo' | 'cancelData' | 'setSplit' | 'mapTable' | 'clipAudio'
>;

interface Preparing {
  /** Prepares what a run asks for beyond what the engine holds: more clips, waveforms, more frames, another front end. */
  ensurePrepared(wanted: Preparation): Promise<void>;
  /** For an engine that was restarted and holds nothing: prepares all clips again. */
  prepareAgain(): Promise<void>;
}

const LONGEST_LISTEN_SECONDS = 60;

/** Settings that a new data set asks for: the frames that fit its clips, and a loss that serves several labels. */
export type Suggestion = Pick<RunConfig, 'frames'> & Partial<Pick<RunConfig, 'loss'>>;

/** From files to prepared clips in the engine. `suggest` is told what suits a new data set. */
export function createDataActions(
  context: SessionContext,
  suggest: (settings: Suggestion) => void,
): DataActions & Preparing {
  const { store, pool, engine } = context;
  const job = createJob();
  const ledger: Ledger = new Map();
  const asConfigured = () => preparationFor(store.getState().config);
  let preparation: Preparation = asConfigured();
  /** The last data set that was ready, to go back to. */
  let settled: DataState | null = null;
  /** The files of the last drop that were understood, or that hold a table: to be read again with another mapping. */
  let opened: Walked | null = null;
  /** A mapping that was given before there was anything to read. */
  let awaited: TableMapping | undefined;

  const refuse = (problem: Problem) => store.dispatch({ type: 'data.refused', problem });

  const ready = (dataset: Dataset) => {
    const options = fittingOptions(store.getState().data.splitOptions, dataset);
    const split = splitDataset(dataset, options);
    store.dispatch({ type: 'data.split', options, split });
    store.dispatch({ type: 'data.ready', dataset, split });
    settled = store.getState().data;
  };

  const open = (subject: string, walk: (options: WalkOptions) => Promise<Walked>) =>
    guarded(subject, refuse, async () => {
      if (runUnderWay(store))
        fail('data.busy', subject, 'cannot be opened while a run is under way.', 'Stop the run first.');
      const signal = job.start();
      store.dispatch({ type: 'data.reading' });
      const onProgress: WalkOptions['onProgress'] = (progress) => store.dispatch({ type: 'data.progress', progress });
      const mapping = awaited;
      awaited = undefined;
      await take(await found(walk({ signal, onProgress }), { signal, onProgress, mapping }), signal);
    });

  const listHdf5: ReadContext['listHdf5'] = async (source, signal) =>
    (await pool.run('list', source, null, signal)).recordings;

  const found = async (walking: Promise<Walked>, options: ReadContext & { signal: AbortSignal }): Promise<Dataset> => {
    let preview: TablePreview | null = null;
    try {
      const walked = await walking;
      const { sources, problems } = walked;
      const onTable = (table: TablePreview) => {
        preview = table;
        opened = walked;
        store.dispatch({ type: 'data.table', table });
      };
      const dataset = await recogniseDataset(sources, { ...options, listHdf5, onTable });
      opened = walked;
      if (!preview) store.dispatch({ type: 'data.table', table: null });
      return { ...dataset, problems: [...problems, ...dataset.problems] };
    } catch (error) {
      if (isSuperseded(options.signal)) throw options.signal.reason;
      if (options.signal.aborted) store.dispatch({ type: 'data.cancelled' });
      throw error;
    }
  };

  /** Prepares a recognised data set and makes it the current one. Cancelled on the way, what is prepared so far is used. */
  const take = async (dataset: Dataset, signal: AbortSignal) => {
    const options = fittingOptions(store.getState().data.splitOptions, dataset);
    const split = splitDataset(dataset, options);
    await engine().call('clips.clear', null);
    ledger.clear();
    preparation = asConfigured();
    store.dispatch({ type: 'data.split', options, split });
    store.dispatch({ type: 'data.recognised', dataset, split, problems: dataset.problems });
    store.dispatch({ type: 'look.changed', patch: { clip: null } });
    // In random order, so that all classes are there where it is cancelled.
    const wanted = Random.for(options.seed, 'prepare').shuffled(clipsIn(dataset, split));
    const usable = await prepareClips(context, wanted, preparation, signal, ledger);
    if (isSuperseded(signal)) throw signal.reason;
    try {
      const refused = new Set(wanted.flatMap(({ id }) => (usable.has(id) ? [] : [id])));
      ready(keepClips(dataset, (id) => (signal.aborted ? usable.has(id) : !refused.has(id))));
    } catch (error) {
      await putBack();
      throw error;
    }
    const seconds = [...store.getState().data.facts.values()].map((facts) => facts.seconds);
    const frames = suggestFrames(seconds, FRONT_ENDS[store.getState().config.frontEnd].framesPerSecond);
    suggest({ frames, ...(dataset.multiLabel && { loss: 'bce' }) });
  };

  /** Makes the last data set the current one again: the one that was to follow it turned out to be of no use. */
  const putBack = async () => {
    const { problems } = store.getState().data;
    if (!settled?.dataset || !settled.split) return store.dispatch({ type: 'data.emptied' });
    const { dataset, split, splitOptions } = settled;
    await engine().call('clips.clear', null);
    ledger.clear();
    store.dispatch({ type: 'data.split', options: splitOptions, split });
    store.dispatch({ type: 'data.recognised', dataset, split, problems: [...settled.problems, ...problems] });
    await bring(asConfigured());
  };

  /** Prepares those clips of the split that the engine does not hold as wanted; refused ones leave the data set. */
  const bring = async (wanted: Preparation) => {
    const { dataset, split } = store.getState().data;
    if (!dataset || !split) return;
    const clips = clipsIn(dataset, split).filter((clip) => !covers(ledger.get(clip.id), wanted));
    if (clips.length === 0) return;
    const signal = job.start();
    store.dispatch({ type: 'data.preparing' });
    const usable = await prepareClips(context, clips, wanted, signal, ledger);
    if (isSuperseded(signal)) throw signal.reason;
    if (signal.aborted) store.dispatch({ type: 'data.cancelled' });
    signal.throwIfAborted();
    preparation = wanted;
    const refused = new Set(clips.flatMap(({ id }) => (usable.has(id) ? [] : [id])));
    ready(refused.size > 0 ? keepClips(dataset, (id) => !refused.has(id)) : dataset);
  };

  return {
    openDrop(transfer) {
      const dropped = takeDropped(transfer);
      return open('The drop', (options) => walkDropped(dropped, options));
    },
    openFiles: (files) => open('The files', (options) => walkPicked(files, options)),
    openDemo: () =>
      open('The demo sounds', async ({ signal }) => ({
        sources: await demoSources(new URL('./', document.baseURI).href, signal),
        problems: [],
      })),
    cancelData: () => job.cancel(),

    setSplit(patch) {
      const { dataset, splitOptions, status } = store.getState().data;
      const options = { ...splitOptions, ...patch };
      const refused = (problem: Problem) => store.dispatch({ type: 'data.split-refused', problem });
      void guarded('The split', refused, async () => {
        store.dispatch({ type: 'data.split', options, split: dataset && splitDataset(dataset, options) });
        if (status === 'ready') await bring(preparation);
      });
    },

    async mapTable(mapping) {
      if (!opened) {
        awaited = mapping ?? undefined;
        return;
      }
      const walked = opened;
      const subject = mapping?.table ?? 'The table';
      await guarded(subject, refuse, async () => {
        if (runUnderWay(store))
          fail('data.busy', subject, 'cannot be read anew while a run is under way.', 'Stop the run first.');
        const signal = job.start();
        store.dispatch({ type: 'data.reading' });
        await take(await found(Promise.resolve(walked), { signal, mapping: mapping ?? undefined }), signal);
      });
    },

    async clipAudio(id) {
      const clip = store.getState().data.dataset?.clips.find((one) => one.id === id);
      if (!clip) return fail('data.no-clip', id, 'is not loaded.', 'Load the data again.');
      return pool.run('listen', clip.source, { maxSeconds: LONGEST_LISTEN_SECONDS, segment: clip.segment });
    },

    ensurePrepared: bring,
    async prepareAgain() {
      ledger.clear();
      await bring(preparation);
    },
  };
}

/** The clips that the split uses: with a limit on clips, far fewer than there are. */
function clipsIn(dataset: Dataset, split: Split): readonly Clip[] {
  const used = new Set([...split.train, ...split.validation, ...split.test]);
  return dataset.clips.filter((clip) => used.has(clip.id));
}

/** The held-out fold must be one of the data set's own. */
function fittingOptions(options: SplitOptions, dataset: Dataset): SplitOptions {
  const [first] = dataset.folds;
  return first === undefined || dataset.folds.includes(options.fold) ? options : { ...options, fold: first };
}
