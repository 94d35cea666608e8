import { createAppStore } from '../store/store';
import { RECIPES } from '../training/config';
import { createAudioPool } from '../worker/audioPool';
import type { BackboneRequest } from '../worker/protocol';
import { createEngineClient, type EngineClient } from '../worker/engineClient';
import { createAdapterActions } from './adapterActions';
import { createJob, guarded, type SessionContext } from './context';
import { createDataActions } from './dataActions';
import { createLookActions } from './lookActions';
import { createRunActions } from './runActions';
import type { Session } from './session';

/** The page's session: the store, the workers, and every action on them. Starts nothing until asked. */
export function createSession(): Session {
  const store = createAppStore();
  const newEngine = () => createEngineClient((event) => store.dispatch({ type: 'engine.event', event }));
  let engine: EngineClient | null = null;
  const context: SessionContext = { store, pool: createAudioPool(), engine: () => (engine ??= newEngine()) };
  const backboneJob = createJob();
  const { ensurePrepared, prepareAgain, ...dataActions } = createDataActions(context);
  const lookActions = createLookActions(context);
  let lastRequest: BackboneRequest | null = null;

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
          if (signal.aborted) store.dispatch({ type: 'backbone.refused', problem: null });
          throw error;
        }
      },
    );

  return {
    store,
    ...dataActions,
    ...createRunActions(context, ensurePrepared, () => lookActions.look({ clip: store.getState().look.clip })),
    ...lookActions,
    ...createAdapterActions(context),
    loadBackbone,
    cancelBackbone: () => backboneJob.cancel(),
    setHubEndpoint: (endpoint) => store.dispatch({ type: 'hub.endpoint', endpoint }),
    configure: (patch) => store.dispatch({ type: 'config.changed', patch }),
    applyRecipe: (name) => store.dispatch({ type: 'config.changed', patch: RECIPES[name].settings }),

    startEngine: (choice) =>
      guarded(
        'The engine',
        (problem) => store.dispatch({ type: 'engine.failed', problem }),
        async () => {
          store.dispatch({ type: 'engine.starting' });
          engine?.terminate();
          engine = newEngine();
          const backend = await engine.call('engine.start', { choice });
          store.dispatch({ type: 'engine.ready', backend });
          if (lastRequest) await loadBackbone(lastRequest);
          await prepareAgain();
        },
      ),
  };
}
