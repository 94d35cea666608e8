import { matrixFor } from '../attention/choose';
import { MOST_PANELS, type PanelState } from '../attention/lookState';
import { sourceKey, type LookSource } from '../attention/types';
import { problemOf, isAbort } from '../core/problem';
import type { LookRequest, LookView } from '../worker/protocol';
import { createJob, guarded, runUnderWay, type SessionContext } from './context';
import { lookView } from './lookView';
import type { Session } from './session';

type LookActions = Pick<Session, 'look' | 'setPanels'> & {
  /** Looks again: the model, or what is known of the clip, has changed. */
  lookAgain(): Promise<void>;
  /** Looks again at a model in training, unless it is being looked at already. */
  follow(): Promise<void>;
};

/** What the engine must be asked for anew when it changes; the rest is drawn from what is there. */
const ASKED = ['clip', 'layer', 'head', 'shown'] as const;

/** What is seen of the chosen clip in each panel's model. */
export function createLookActions({ store, engine }: SessionContext): LookActions {
  const job = createJob();
  const failed = (problem: Parameters<Parameters<typeof guarded>[1]>[0]) =>
    store.dispatch({ type: 'look.failed', problem });

  const viewOf = (): LookView | null => {
    const { config, data } = store.getState();
    return data.split && lookView(config, data.split);
  };

  /** Brings one panel up to date: facts first, then the matrix where what is shown is read from one. */
  const bring = async (panel: PanelState, request: LookRequest, signal: AbortSignal) => {
    const { source } = panel;
    const set = (patch: Partial<Omit<PanelState, 'source'>>) => store.dispatch({ type: 'look.panel', source, patch });
    const nothing = { busy: false, facts: null, matrix: null, matrixOf: null } as const;
    if (source.kind === 'model' && !hasModel()) return set({ ...nothing, problem: null });
    set({ busy: true, problem: null });
    try {
      const facts = await engine().call('look.open', request, { signal });
      const { look, backbone } = store.getState();
      const choice = matrixFor(look, facts, backbone.summary?.config.depth ?? facts.layers);
      const matrixOf = choice && JSON.stringify([request.clip, facts.version, choice]);
      if (choice === null || matrixOf === panel.matrixOf) return set({ busy: false, facts });
      const matrix = await engine().call('look.matrix', { ...request, choice }, { signal });
      set({ busy: false, facts, matrix, matrixOf });
    } catch (error) {
      if (isAbort(error)) throw error;
      set({ ...nothing, problem: problemOf(error, 'The attention') });
    }
  };

  const hasModel = () => {
    const { adapter, run } = store.getState();
    return adapter.origin !== null || run.steps.length > 0;
  };

  const recompute = () =>
    guarded('The attention', failed, async () => {
      const signal = job.start();
      const { look, config } = store.getState();
      const view = viewOf();
      const { clip, panels } = look;
      if (clip === null || !view) return;
      store.dispatch({ type: 'look.busy' });
      const spectrogram = await engine().call('clips.features', { id: clip, frontEnd: config.frontEnd }, { signal });
      store.dispatch({ type: 'look.spectrogram', spectrogram });
      for (const panel of panels) await bring(panel, { clip, source: panel.source, view }, signal);
      store.dispatch({ type: 'look.settled' });
    });

  return {
    lookAgain: recompute,

    async follow() {
      const { look } = store.getState();
      const isWatched = look.clip !== null && look.panels.some(({ source }) => source.kind === 'model');
      if (isWatched && !look.busy && runUnderWay(store)) await recompute();
    },

    async look(patch) {
      store.dispatch({ type: 'look.changed', patch });
      if (ASKED.some((key) => key in patch)) await recompute();
    },

    async setPanels(sources) {
      store.dispatch({ type: 'look.panels', sources: distinct(sources).slice(0, MOST_PANELS) });
      await recompute();
    },
  };
}

/** Each source once, where it stands first. */
function distinct(sources: readonly LookSource[]): readonly LookSource[] {
  const keys = sources.map(sourceKey);
  return sources.filter((_, i) => keys.indexOf(keys[i] ?? '') === i);
}
