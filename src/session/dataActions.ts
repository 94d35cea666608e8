import { FRONT_ENDS } from '../audio/frontEnds';
import { fail } from '../core/problem';
import { Random } from '../core/random';
import { keepClips } from '../dataset/keepClips';
import { recogniseDataset } from '../dataset/recognise';
import { splitDataset } from '../dataset/split';
import { suggestFrames } from '../dataset/suggestFrames';
import type { Clip, Dataset, Split, SplitOptions } from '../dataset/types';
import { demoSources } from '../files/demo';
import { takeDropped, walkDropped, walkPicked } from '../files/drop';
import type { WalkOptions, Walked } from '../files/walk';
import type { DataState } from '../store/state';
import { createJob, guarded, runUnderWay, type SessionContext } from './context';
import { DEFAULT_PREPARATION, prepareClips, type Preparation } from './prepare';
import type { Session } from './session';

type DataActions = Pick<Session, 'openDrop' | 'openFiles' | 'openDemo' | 'cancelData' | 'setSplit' | 'clipAudio'>;

interface Preparing {
  /** Prepares all clips again where a run asks for more than was kept: waveforms, more frames, another front end. */
  ensurePrepared(wanted: Preparation): Promise<void>;
  /** Prepares all clips again for an engine that was restarted. */
  prepareAgain(): Promise<void>;
}

const LONGEST_LISTEN_SECONDS = 60;

/** From files to prepared clips in the engine. */
export function createDataActions(context: SessionContext): DataActions & Preparing {
  const { store, pool, engine } = context;
  const job = createJob();
  let prepared: Preparation = DEFAULT_PREPARATION;

  const refuse = (problem: Parameters<Parameters<typeof guarded>[1]>[0]) =>
    store.dispatch({ type: 'data.refused', problem });

  const open = (subject: string, walk: (options: WalkOptions) => Promise<Walked>) =>
    guarded(subject, refuse, async () => {
      if (runUnderWay(store))
        fail('data.busy', subject, 'cannot be opened while a run is under way.', 'Stop the run first.');
      const signal = job.start();
      store.dispatch({ type: 'data.reading' });
      const onProgress: WalkOptions['onProgress'] = (progress) => store.dispatch({ type: 'data.progress', progress });
      const dataset = await found(walk({ signal, onProgress }), { signal, onProgress });
      await take(dataset, signal);
    });

  const found = async (walked: Promise<Walked>, options: WalkOptions): Promise<Dataset> => {
    try {
      const { sources, problems } = await walked;
      const dataset = await recogniseDataset(sources, options);
      return { ...dataset, problems: [...problems, ...dataset.problems] };
    } catch (error) {
      if (options.signal?.aborted) store.dispatch({ type: 'data.cancelled' });
      throw error;
    }
  };

  /** Prepares a recognised data set and makes it the current one. Cancelled on the way, what is prepared so far is used. */
  const take = async (dataset: Dataset, signal: AbortSignal) => {
    const last = store.getState().data;
    const options = fittingOptions(last.splitOptions, dataset);
    const split = splitDataset(dataset, options);
    await engine().call('clips.clear', null);
    prepared = DEFAULT_PREPARATION;
    store.dispatch({ type: 'data.split', options, split });
    store.dispatch({ type: 'data.recognised', dataset, split, problems: dataset.problems });
    store.dispatch({ type: 'look.changed', patch: { clip: null } });
    // In random order, so that all classes are there where it is cancelled.
    const wanted = Random.for(options.seed, 'prepare').shuffled(clipsIn(dataset, split));
    const usable = await prepareClips(context, wanted, prepared, signal);
    const refused = new Set(wanted.flatMap(({ id }) => (usable.has(id) ? [] : [id])));
    try {
      const kept = keepClips(dataset, (id) => (signal.aborted ? usable.has(id) : !refused.has(id)));
      store.dispatch({ type: 'data.ready', dataset: kept, split: splitDataset(kept, options) });
    } catch (error) {
      await putBack(last);
      throw error;
    }
    const seconds = [...store.getState().data.facts.values()].map((facts) => facts.seconds);
    const frames = suggestFrames(seconds, FRONT_ENDS[store.getState().config.frontEnd].framesPerSecond);
    store.dispatch({ type: 'config.changed', patch: { frames } });
  };

  /** Makes the last data set the current one again: the one that was to follow it turned out to be of no use. */
  const putBack = async ({ dataset, split, splitOptions, problems }: DataState) => {
    if (!dataset || !split) return store.dispatch({ type: 'data.emptied' });
    await engine().call('clips.clear', null);
    const all = [...problems, ...store.getState().data.problems];
    store.dispatch({ type: 'data.split', options: splitOptions, split });
    store.dispatch({ type: 'data.recognised', dataset, split, problems: all });
    await prepareClips(context, clipsIn(dataset, split), prepared, job.start());
    store.dispatch({ type: 'data.ready', dataset, split });
  };

  /** Prepares the split's clips as wanted, or those of them that `missing` names; refused ones leave the data set. */
  const prepareMore = async (wanted: Preparation, missing: (id: string) => boolean) => {
    const { dataset, split, splitOptions } = store.getState().data;
    if (!dataset || !split) return;
    const clips = clipsIn(dataset, split).filter((clip) => missing(clip.id));
    if (clips.length === 0) return;
    const signal = job.start();
    const usable = await prepareClips(context, clips, wanted, signal);
    signal.throwIfAborted();
    prepared = wanted;
    const refused = new Set(clips.flatMap(({ id }) => (usable.has(id) ? [] : [id])));
    const kept = refused.size > 0 ? keepClips(dataset, (id) => !refused.has(id)) : dataset;
    store.dispatch({ type: 'data.ready', dataset: kept, split: splitDataset(kept, splitOptions) });
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
      const { dataset, splitOptions } = store.getState().data;
      const options = { ...splitOptions, ...patch };
      void guarded('The split', refuse, async () => {
        store.dispatch({ type: 'data.split', options, split: dataset && splitDataset(dataset, options) });
      });
    },

    async clipAudio(id) {
      const clip = store.getState().data.dataset?.clips.find((one) => one.id === id);
      if (!clip) return fail('data.no-clip', id, 'is not loaded.', 'Load the data again.');
      return pool.run('listen', clip.source, { maxSeconds: LONGEST_LISTEN_SECONDS });
    },

    async ensurePrepared(wanted) {
      const enough =
        wanted.frontEnd === prepared.frontEnd && wanted.frames <= prepared.frames && (!wanted.waves || prepared.waves);
      const known = store.getState().data.facts;
      await prepareMore(enough ? prepared : wanted, (id) => !enough || !known.has(id));
    },
    prepareAgain: () => prepareMore(prepared, () => true),
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
