import { createAppStore } from '../store/store';
import { fail, problemOf, type Problem } from '../core/problem';
import type { BackendChoice } from '../ops/backend';
import { RECIPES, type RunConfig } from '../training/config';
import { createAudioPool } from '../worker/audioPool';
import type { BackboneRequest } from '../worker/protocol';
import { createEngineClient, type EngineClient } from '../worker/engineClient';
import { createAdapterActions } from './adapterActions';
import { createFeatureCache } from './featureCache';
import { createJob, guarded, isSuperseded, runUnderWay, type SessionContext } from './context';
import { createDataActions, type Suggestion } from './dataActions';
import { createEditActions } from './editActions';
import { bundledFile } from './bundledFile';
import { createClipServer } from './serveClips';
import { createListenActions } from './listenActions';
import { createLookActions } from './lookActions';
import { markKeptRuns } from './keptMark';
import { createMapActions } from './mapActions';
import { createLookBesideActions } from './lookBesideActions';
import { createFolderKeeper } from './openedFolders';
import { createOverviewActions } from './overviewActions';
import { createMicrophone } from './microphone';
import { createPreflightActions } from './preflightActions';
import { createRecorderActions } from './recorderActions';
import { browserTakeStorage } from './takeStorage';
import { createRecordingActions } from './recordingActions';
import { createRunActions } from './runActions';
import { createLibraryActions } from './libraryActions';
import { createRunRecorder } from './recordRun';
import { browserSignal, createRunLibrary } from './runLibrary';
import { browserRunStorage } from './runStorage';
import type { Session } from './session';
import { timeStages } from './stageClock';
import { createSweepActions } from './sweepActions';
import { createUnendedActions } from './unendedActions';

/** The page's session: the store, the workers, and every action on them. Starts nothing until asked. */
export function createSession(): Session {
  const store = createAppStore();
  timeStages(store);
  markKeptRuns(store);
  const newEngine = () => {
    const client = createEngineClient(
      (event) => {
        if (event.type === 'clips.wanted' || event.type === 'clips.unwanted') serveClips(event, client);
        else if (event.type === 'checkpoint.held') held = event.content;
        else store.dispatch({ type: 'engine.event', event });
        if (event.type === 'look.epochs') void follow();
      },
      (problem) => {
        if (client === engine) store.dispatch({ type: 'engine.failed', problem });
      },
    );
    return client;
  };
  let engine: EngineClient | null = null;
  /** Where the browser keeps no run: the last position of the one under way, for the engine after one that is lost. */
  let held: Uint8Array<ArrayBuffer> | null = null;
  const features = createFeatureCache(store);
  const context: SessionContext = {
    store,
    pool: features.through(createAudioPool()),
    engine: () => (engine ??= newEngine()),
  };
  const serveClips = createClipServer(context);
  const backboneJob = createJob();
  /** Frames that a person or a recipe chose are not replaced by a suggestion. */
  let framesChosen = false;
  const choose = (patch: Partial<RunConfig>) => {
    framesChosen ||= patch.frames !== undefined;
    store.dispatch({ type: 'config.changed', patch });
  };
  const suggest = ({ frames, ...others }: Suggestion) =>
    store.dispatch({ type: 'config.changed', patch: framesChosen ? others : { frames, ...others } });
  const { ensurePrepared, prepareAgain, applyHistory, prepareNew, openAgain, openedFrom, ...dataActions } =
    createDataActions(context, suggest, (base) => void remember(base));
  const { remember, ...editActions } = createEditActions(context, { applyHistory, prepareNew });
  const { lookAgain, follow, ...lookActions } = createLookActions(context);
  let lastRequest: BackboneRequest | null = null;
  let lastChoice: BackendChoice = 'auto';

  const loadBackbone: Session['loadBackbone'] = (request) =>
    guarded(
      'The backbone',
      (problem) => store.dispatch({ type: 'backbone.refused', problem }),
      async () => {
        const signal = backboneJob.start();
        store.dispatch({ type: 'backbone.loading' });
        try {
          const summary = await context.engine().call('backbone.load', request, { signal });
          lastRequest = request;
          store.dispatch({ type: 'backbone.ready', summary });
          store.dispatch({ type: 'adapter.changed', origin: null, config: null });
        } catch (error) {
          if (signal.aborted && !isSuperseded(signal)) store.dispatch({ type: 'backbone.refused', problem: null });
          throw error;
        }
      },
    );

  /** Another backend, or the same again: what was loaded and trained moves over. If it does not start, the old one stays. */
  const startEngine = async (choice: BackendChoice) => {
    if (runUnderWay(store))
      fail('engine.busy', 'The backend', 'cannot be changed during a run.', 'Stop the run first.');
    stopMeasuring();
    lastChoice = choice;
    await replaceEngine(choice);
  };

  /** A new worker, with a device of its own, in the place of one that is lost. Gives what is wrong with the new one. */
  const renewEngine = async (): Promise<Problem | null> => {
    engine?.terminate();
    try {
      await replaceEngine(lastChoice);
    } catch (error) {
      store.dispatch({ type: 'engine.failed', problem: problemOf(error, 'The engine') });
    }
    // Its device may be lost as well, also after it had started.
    const { status, problem } = store.getState().engine;
    return status === 'failed' ? problem : null;
  };

  const replaceEngine = async (choice: BackendChoice) => {
    const old = engine;
    const { adapter, engine: before } = store.getState();
    const { origin } = adapter;
    const next = newEngine();
    store.dispatch({ type: 'engine.starting' });
    const backend = await next.call('engine.start', { choice }).catch((error: unknown) => {
      next.terminate();
      throw error;
    });
    // An engine whose device is lost may never answer.
    const kept =
      origin && old && before.status === 'ready' ? await old.call('adapter.export', null).catch(() => null) : null;
    old?.terminate();
    engine = next;
    store.dispatch({ type: 'engine.ready', backend });
    if (held) await next.call('checkpoint.hold', { content: held });
    store.dispatch({ type: 'preflight.limits', limits: await next.call('engine.limits', null) });
    if (lastRequest) await loadBackbone(lastRequest);
    if (kept) {
      const config = await next.call('adapter.import', kept);
      store.dispatch({ type: 'adapter.changed', origin, config });
    }
    await prepareAgain();
    // Only now could it go on.
    void unendedActions.findUnended();
  };

  const microphone = createMicrophone(store);
  const preflightActions = createPreflightActions(context);
  const mapActions = createMapActions(context);
  /** What a run takes the engine from. */
  const stopMeasuring = () => {
    preflightActions.stopMeasuring();
    mapActions.stopMapping();
  };
  const library = createRunLibrary(store, browserRunStorage(), browserSignal());
  const runActions = createRunActions(
    context,
    { ensurePrepared, cancelData: dataActions.cancelData, stopMeasuring },
    { trained: lookAgain, unended: () => unendedActions.findUnended() },
    createRunRecorder(context, (run) => library.keep([run])),
    renewEngine,
  );

  const unendedActions = createUnendedActions(
    context,
    {
      setSplit: dataActions.setSplit,
      openDemo: dataActions.openDemo,
      openAgain,
      startRun: runActions.startRun,
      loadBackbone,
    },
    createFolderKeeper(store, openedFrom),
  );

  return {
    store,
    ...dataActions,
    forgetFeatures: () => features.clear(),
    ...editActions,
    ...preflightActions,
    ...mapActions,
    ...runActions,
    ...unendedActions,
    ...createSweepActions(store, { ...runActions, setSplit: dataActions.setSplit }),
    engineMemory: () => context.engine().call('engine.memory', null),
    ...createLibraryActions(context, library, { configure: choose, setSplit: dataActions.setSplit }, lookAgain),
    ...lookActions,
    ...createOverviewActions(context),
    ...createLookBesideActions(context, lookActions.setPanels, library),
    ...createAdapterActions(context, lookAgain, () => bundledFile(lastRequest)),
    ...createRecordingActions(context),
    ...createRecorderActions(store, microphone, editActions.addClips, browserTakeStorage()),
    ...createListenActions(context, microphone),
    loadBackbone,
    cancelBackbone: () => backboneJob.cancel(),
    setHubEndpoint: (endpoint) => store.dispatch({ type: 'hub.endpoint', endpoint }),
    configure: choose,
    applyRecipe: (name) => choose(RECIPES[name].settings),
    startEngine: (choice) =>
      guarded(
        'The engine',
        (problem) => store.dispatch({ type: 'engine.refused', problem }),
        () => startEngine(choice),
      ),
  };
}
