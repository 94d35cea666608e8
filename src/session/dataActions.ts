import { FRONT_ENDS } from '../audio/frontEnds';
import { nextTurn } from '../core/nextTurn';
import { fail, type Problem } from '../core/problem';
import { Random } from '../core/random';
import { atOnce, eachOf, filtering, inStretches, type Stretches } from '../core/stretches';
import { keepClips } from '../dataset/keepClips';
import { recogniseDataset } from '../dataset/recognise';
import { splitEdited, splittingEdited } from '../dataset/editedSplit';
import { editsOf, NO_HISTORY, withoutClips, type EditHistory } from '../dataset/editHistory';
import { applyingEdits, NOTHING_OPENED } from '../dataset/edits';
import { noticeOf } from '../dataset/editState';
import { splitting } from '../dataset/split';
import { suggestFrames } from '../dataset/suggestFrames';
import { summariseAhead } from '../dataset/summary';
import type { Clip, Dataset, Split, SplitOptions } from '../dataset/types';
import { breather } from '../files/breathe';
import { demoSources } from '../files/demo';
import { takeDropped, walkAgain, walkDropped, walkPicked, type Dropped } from '../files/drop';
import type { ReadContext } from '../dataset/layout';
import type { TableMapping, TablePreview } from '../dataset/tableMapping';
import type { WalkOptions, Walked } from '../files/walk';
import type { AppState } from '../store/state';
import { readAhead } from '../sweep/fingerprint';
import { createJob, guarded, isSuperseded, runUnderWay, type SessionContext } from './context';
import { preparationFor, type Preparation } from '../training/preparation';
import type { RunConfig } from '../training/config';
import { covers, prepareClips, type Ledger } from './prepare';
import type { Session } from './session';

type DataActions = Pick<
  Session,
  | 'openDrop'
  | 'openFolder'
  | 'openFiles'
  | 'openDemo'
  | 'cancelData'
  | 'setSplit'
  | 'mapTable'
  | 'clipAudio'
  | 'clipGlance'
>;

interface Preparing {
  /** Prepares what a run asks for beyond what the engine holds: more clips, waveforms, more frames, another front end. */
  ensurePrepared(wanted: Preparation): Promise<void>;
  /** Opens what an earlier visit dropped or picked. */
  openAgain(handles: readonly FileSystemHandle[]): Promise<void>;
  /** What opens the present data set again in a later visit; null where nothing does. */
  openedFrom(): readonly FileSystemHandle[] | null;
  /** For an engine that was restarted and holds nothing: prepares all clips again. */
  prepareAgain(): Promise<void>;
  /**
   * Makes the edits of a history those of the data set, and brings clips that the engine lacks: no other is decoded.
   * @param ensureOpen fails where the data set may not be changed now
   */
  applyHistory(history: EditHistory, ensureOpen: () => void): Promise<void>;
  /** Prepares clips that are to be added. Returns the ids of those that are usable; the others are listed as problems. */
  prepareNew(clips: readonly Clip[]): Promise<ReadonlySet<string>>;
}

const LONGEST_LISTEN_SECONDS = 60;

/** Settings that a new data set asks for: the frames that fit its clips, and a loss that serves several labels. */
export type Suggestion = Pick<RunConfig, 'frames'> & Partial<Pick<RunConfig, 'loss'>>;

/**
 * From files to prepared clips in the engine.
 * @param suggest told what suits a new data set  @param opened told of a new data set once it is ready
 */
export function createDataActions(
  context: SessionContext,
  suggest: (settings: Suggestion) => void,
  opened: (base: Dataset) => void = () => undefined,
): DataActions & Preparing {
  const { store, pool, engine } = context;
  const job = createJob();
  const ledger: Ledger = new Map();
  const asConfigured = () => preparationFor(store.getState().config);
  let preparation: Preparation = asConfigured();
  /** The last data set that was ready, to go back to. */
  let settled: Pick<AppState, 'data' | 'edits'> | null = null;
  /** The files of the last drop that were understood, or that hold a table: to be read again with another mapping. */
  let walkedLast: Walked | null = null;
  let opensAgain: readonly FileSystemHandle[] | null = null;
  /** A mapping that was given before there was anything to read. */
  let awaited: TableMapping | undefined;

  const refuse = (problem: Problem) => store.dispatch({ type: 'data.refused', problem });

  const settle = () => {
    const { data, edits } = store.getState();
    settled = { data, edits };
  };

  /**
   * A data set as it was recognised, with the edits that were made to it since. Of a hundred thousand clips each part of
   * this takes a while: between them the page may draw.
   */
  const ready = async (base: Dataset, history: EditHistory, signal: AbortSignal) => {
    const { dataset, clips } = await inStretches(applyingEdits(base, editsOf(history)), breather());
    if (!dataset) return;
    await breath(signal);
    const options = fittingOptions(store.getState().data.splitOptions, dataset);
    const split = await inStretches(splittingEdited(base, dataset, options), breather());
    await countAhead(dataset, split);
    await breath(signal);
    store.dispatch({ type: 'data.split', options, split });
    store.dispatch({ type: 'data.ready', dataset, split });
    store.dispatch({ type: 'edits.based', base, history, clips });
    settle();
  };

  const baseNow = () => store.getState().edits.base ?? NOTHING_OPENED;

  const open = (
    subject: string,
    walk: (options: WalkOptions) => Promise<Walked>,
    handles: Dropped['handles'] = NO_HANDLES,
  ) =>
    guarded(subject, refuse, async () => {
      if (runUnderWay(store))
        fail('data.busy', subject, 'cannot be opened while a run is under way.', 'Stop the run first.');
      const signal = job.start();
      store.dispatch({ type: 'data.reading' });
      const onProgress: WalkOptions['onProgress'] = (progress) => store.dispatch({ type: 'data.progress', progress });
      const mapping = awaited;
      awaited = undefined;
      await take(await found(walk({ signal, onProgress }), { signal, onProgress, mapping }), signal);
      opensAgain = await handles;
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
        walkedLast = walked;
        store.dispatch({ type: 'data.table', table });
      };
      const dataset = await recogniseDataset(sources, { ...options, listHdf5, onTable });
      walkedLast = walked;
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
    await breath(signal);
    const options = fittingOptions(store.getState().data.splitOptions, dataset);
    const split = await inStretches(splitting(dataset, options), breather());
    await countAhead(dataset, split);
    await breath(signal);
    await engine().call('clips.clear', null);
    ledger.clear();
    preparation = asConfigured();
    store.dispatch({ type: 'data.split', options, split });
    store.dispatch({ type: 'data.recognised', dataset, split, problems: dataset.problems });
    store.dispatch({ type: 'look.changed', patch: { clip: null } });
    await breath(signal);
    // In random order, so that all classes are there where it is cancelled.
    const used = await inStretches(clipsIn(dataset, split), breather());
    const wanted = Random.for(options.seed, 'prepare').shuffled(used);
    const usable = await prepareClips(context, wanted, preparation, signal, ledger);
    if (isSuperseded(signal)) throw signal.reason;
    try {
      const refused = new Set(wanted.flatMap(({ id }) => (usable.has(id) ? [] : [id])));
      const isUsed = (id: string) => (signal.aborted ? usable.has(id) : !refused.has(id));
      const kept = await inStretches(keepClips(dataset, isUsed), breather());
      await ready(kept, NO_HISTORY, signal);
    } catch (error) {
      if (!isSuperseded(signal)) await putBack();
      throw error;
    }
    suggestFor(dataset);
    opened(baseNow());
  };

  const suggestFor = (dataset: Dataset) => {
    const seconds = [...store.getState().data.facts.values()].map((facts) => facts.seconds);
    const frames = suggestFrames(seconds, FRONT_ENDS[store.getState().config.frontEnd].framesPerSecond);
    suggest({ frames, ...(dataset.multiLabel && { loss: 'bce' }) });
  };

  /** Makes the last data set the current one again: the one that was to follow it turned out to be of no use. */
  const putBack = async () => {
    const { problems } = store.getState().data;
    const { base, history, clips } = settled?.edits ?? store.getState().edits;
    if (!settled?.data.dataset || !settled.data.split || !base) return store.dispatch({ type: 'data.emptied' });
    const { dataset, split, splitOptions, problems: known } = settled.data;
    await engine().call('clips.clear', null);
    ledger.clear();
    store.dispatch({ type: 'data.split', options: splitOptions, split });
    store.dispatch({ type: 'data.recognised', dataset, split, problems: [...known, ...problems] });
    store.dispatch({ type: 'edits.based', base, history, clips });
    await bring(asConfigured());
  };

  /** Prepares those clips of the split that the engine does not hold as wanted; refused ones leave the data set. */
  const bring = async (wanted: Preparation) => {
    const { dataset, split } = store.getState().data;
    const { history } = store.getState().edits;
    if (!dataset || !split) return;
    const isLacking = (id: string) => !covers(ledger.get(id), wanted);
    if (!Object.values(split).some((ids) => ids.some(isLacking))) return;
    const clips = atOnce(clipsIn(dataset, split)).filter(({ id }) => isLacking(id));
    const signal = job.start();
    store.dispatch({ type: 'data.preparing' });
    const usable = await prepareClips(context, clips, wanted, signal, ledger);
    if (isSuperseded(signal)) throw signal.reason;
    if (signal.aborted) store.dispatch({ type: 'data.cancelled' });
    signal.throwIfAborted();
    preparation = wanted;
    const refused = new Set(clips.flatMap(({ id }) => (usable.has(id) ? [] : [id])));
    const base = store.getState().edits.base ?? dataset;
    if (refused.size === 0) return ready(base, history, signal);
    const kept = await inStretches(
      keepClips(base, (id) => !refused.has(id)),
      breather(),
    );
    await ready(kept, withoutClips(history, refused), signal);
  };

  const applyHistory = async (history: EditHistory, ensureOpen: () => void) => {
    const { dataset: before, splitOptions } = store.getState().data;
    const base = baseNow();
    const { dataset, clips } = await inStretches(applyingEdits(base, editsOf(history)), breather());
    const options = dataset ? fittingOptions(splitOptions, dataset) : splitOptions;
    const split = dataset && (await inStretches(splittingEdited(base, dataset, options), breather()));
    if (dataset && split) await countAhead(dataset, split);
    ensureOpen();
    // What was opened or set meanwhile has the last word.
    if (baseNow() !== base) return;
    if (store.getState().data.splitOptions !== splitOptions) return applyHistory(history, ensureOpen);
    const notice = noticeOf(before, dataset);
    store.dispatch({ type: 'edits.changed', base, history, clips, notice, dataset, options, split });
    settle();
    if (dataset && !before) suggestFor(dataset);
    await bring(preparation);
  };

  const prepareNew = async (clips: readonly Clip[]) => {
    const signal = job.start();
    store.dispatch({ type: 'data.preparing' });
    const usable = await prepareClips(context, clips, preparation, signal, ledger);
    store.dispatch({ type: 'data.cancelled' });
    signal.throwIfAborted();
    return usable;
  };

  const openAgain = (handles: readonly FileSystemHandle[], subject = 'The sounds') =>
    open(subject, (options) => walkAgain(handles, options), Promise.resolve(handles));

  return {
    openDrop(transfer) {
      const dropped = takeDropped(transfer);
      return open('The drop', (options) => walkDropped(dropped, options), dropped.handles);
    },
    openFolder: (folder) => openAgain([folder], 'The folder'),
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
        const split = dataset && splitEdited(baseNow(), dataset, options);
        store.dispatch({ type: 'data.split', options, split });
        if (status === 'ready') await bring(preparation);
      });
    },

    async mapTable(mapping) {
      if (!walkedLast) {
        awaited = mapping ?? undefined;
        return;
      }
      const walked = walkedLast;
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
      const { source, segment } = clipNamed(store.getState(), id);
      return pool.run('listen', source, { maxSeconds: LONGEST_LISTEN_SECONDS, segment });
    },
    async clipGlance(id, signal) {
      const { source, segment } = clipNamed(store.getState(), id);
      return pool.run('glance', source, { frontEnd: store.getState().config.frontEnd, segment }, signal);
    },

    openAgain,
    openedFrom: () => opensAgain,
    ensurePrepared: bring,
    applyHistory,
    prepareNew,
    async prepareAgain() {
      ledger.clear();
      await bring(preparation);
    },
  };
}

const NO_HANDLES: Dropped['handles'] = Promise.resolve(null);

/** Counts what the page shows of a data set, and what tells it from others, ahead of who asks. */
async function countAhead(dataset: Dataset, split: Split): Promise<void> {
  await summariseAhead(dataset, split, breather());
  await readAhead(dataset, breather());
}

/** A turn for the page. Work that was superseded meanwhile ends here. */
async function breath(signal: AbortSignal): Promise<void> {
  await nextTurn();
  if (isSuperseded(signal)) throw signal.reason;
}

/** A clip of the data set, also one that is excluded. */
function clipNamed({ data, edits }: Pick<AppState, 'data' | 'edits'>, id: string): Clip {
  const held =
    data.dataset?.clips.find((clip) => clip.id === id) ?? edits.clips.find(({ clip }) => clip.id === id)?.clip;
  return held ?? fail('data.no-clip', id, 'is not loaded.', 'Load the data again.');
}

/** The clips that the split uses: with a limit on clips, far fewer than there are. */
function* clipsIn(dataset: Dataset, split: Split): Stretches<readonly Clip[]> {
  const used = new Set<string>();
  for (const ids of Object.values(split)) yield* eachOf(ids, (id) => used.add(id));
  return yield* filtering(dataset.clips, (clip) => used.has(clip.id));
}

/** The held-out fold must be one of the data set's own. */
function fittingOptions(options: SplitOptions, dataset: Dataset): SplitOptions {
  const [first] = dataset.folds;
  return first === undefined || dataset.folds.includes(options.fold) ? options : { ...options, fold: first };
}
