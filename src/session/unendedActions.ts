import { clipsDigest } from '../checkpoints/identity';
import type { RunIdentity } from '../checkpoints/savedRun';
import type { AppState } from '../store/state';
import { subjectBackbone, subjectData } from '../sweep/fingerprint';
import { guarded, runUnderWay, type SessionContext } from './context';
import type { Session } from './session';

/** What a run on what is loaded is of; null where something is missing. */
export function identityOf({ config, data, backbone }: AppState): RunIdentity | null {
  const { dataset, split, splitOptions } = data;
  if (!dataset || !split || !backbone.summary) return null;
  const labels = Object.fromEntries(dataset.clips.map((clip) => [clip.id, clip.labels]));
  return {
    config,
    split: splitOptions,
    subject: { data: subjectData(dataset), backbone: subjectBackbone(backbone.summary) },
    clips: clipsDigest(split, labels),
    classes: dataset.classes,
  };
}

/** Going on with a run that did not end. */
export function createUnendedActions(
  { store, engine }: SessionContext,
  hands: Pick<Session, 'setSplit' | 'startRun'>,
): Pick<Session, 'findUnended' | 'goOnWithUnended' | 'forgetUnended'> {
  return {
    findUnended: () =>
      guarded(
        'A run that did not end',
        (problem) => store.dispatch({ type: 'unended.found', run: null, problem }),
        async () => {
          if (store.getState().engine.status !== 'ready') return;
          const found = await engine().call('checkpoint.find', null);
          if (!runUnderWay(store)) store.dispatch({ type: 'unended.found', ...found });
        },
      ),

    async goOnWithUnended(options) {
      const { run } = store.getState().unended;
      if (!run || runUnderWay(store)) return;
      const { config, split } = run.identity;
      store.dispatch({ type: 'config.changed', patch: config });
      hands.setSplit(split);
      await hands.startRun({ ...options, goesOn: true });
    },

    async forgetUnended() {
      store.dispatch({ type: 'unended.gone' });
      await engine().call('checkpoint.forget', null);
    },
  };
}
