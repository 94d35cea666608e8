import { clipsDigest } from '../checkpoints/identity';
import type { RunIdentity } from '../checkpoints/savedRun';
import { ProblemError } from '../core/problem';
import type { AppState } from '../store/state';
import { subjectBackbone, subjectData } from '../sweep/fingerprint';
import { guarded, runUnderWay, type SessionContext } from './context';
import { evictedRun, forgetKeptMark } from './keptMark';
import type { FolderKeeper } from './openedFolders';
import type { Session } from './session';
import { isDemo } from './shared';

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
    origins: { data: isDemo(dataset) ? 'demo' : null, backbone: backbone.summary.origin },
  };
}

/**
 * Going on with a run that did not end.
 * @param folders what opens its sounds again, where the browser allows that
 */
export function createUnendedActions(
  { store, engine }: SessionContext,
  hands: Pick<Session, 'setSplit' | 'startRun' | 'openDemo' | 'loadBackbone'> & {
    openAgain(handles: readonly FileSystemHandle[]): Promise<void>;
  },
  folders: FolderKeeper,
): Pick<Session, 'findUnended' | 'goOnWithUnended' | 'forgetUnended'> {
  const openFolders = async ({ subject: { data } }: RunIdentity) => {
    await hands.openAgain(await folders.allowed(data.digest, data.name));
    const { dataset, refused } = store.getState().data;
    if (!dataset && refused) throw new ProblemError(refused);
  };

  return {
    findUnended: () =>
      guarded(
        'A run that did not end',
        (problem) => store.dispatch({ type: 'unended.found', run: null, problem, folders: [] }),
        async () => {
          if (store.getState().engine.status !== 'ready') return;
          const found = await engine().call('checkpoint.find', null);
          if (runUnderWay(store)) return;
          const isThere = found.run !== null || found.problem !== null;
          const names = found.run ? await folders.names(found.run.identity.subject.data.digest) : [];
          const problem = isThere ? found.problem : evictedRun();
          store.dispatch({ type: 'unended.found', run: found.run, problem, folders: names });
        },
      ),

    async goOnWithUnended(options) {
      const { run } = store.getState().unended;
      if (!run || runUnderWay(store)) return;
      const { config, split, subject, origins } = run.identity;
      hands.setSplit(split);
      const { data, backbone, hubEndpoint } = store.getState();
      if (!data.dataset) await (origins.data === 'demo' ? hands.openDemo() : openFolders(run.identity));
      if (backbone.summary?.sha256 !== subject.backbone.sha256 && origins.backbone)
        await hands.loadBackbone({ kind: 'hub', endpoint: hubEndpoint, ...origins.backbone });
      store.dispatch({ type: 'config.changed', patch: config });
      hands.setSplit(split);
      await hands.startRun({ ...options, goesOn: true });
    },

    async forgetUnended() {
      store.dispatch({ type: 'unended.gone' });
      forgetKeptMark();
      await folders.forget();
      await engine().call('checkpoint.forget', null);
    },
  };
}
