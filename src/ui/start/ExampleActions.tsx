import { FolderSearch, Play } from 'lucide-react';
import { EXAMPLE_FILES, EXAMPLE_ID, type Example } from '../../example/example';
import { openUrl } from '../../files/openUrl';
import { isDemo } from '../../session/shared';
import type { Session } from '../../session/session';
import controls from '../common/controls.module.css';
import { ProblemNote } from '../common/ProblemNote';
import { useAttempt } from '../common/useAttempt';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';
import { goTo } from '../views/route';
import styles from './Example.module.css';

/** Loads the demo sounds where they are not loaded yet. Whether they are now. */
async function haveDemo(session: Session): Promise<boolean> {
  const loaded = () => {
    const { dataset } = session.store.getState().data;
    return dataset !== null && isDemo(dataset);
  };
  if (!loaded()) await session.openDemo();
  return loaded();
}

/** Sets the page as the example was, and goes to the run: one press of Start makes it again. */
async function runItYourself(session: Session, { config, split }: Example): Promise<void> {
  session.configure(config);
  if (!(await haveDemo(session))) return goTo('data');
  session.configure(config);
  session.setSplit(split);
  goTo('run');
}

/** Puts the example's run among the kept ones, opens it with its adapter in the model, and looks into it. */
async function openExample(session: Session, { config, split, pictures }: Example): Promise<void> {
  if (!(await haveDemo(session))) return goTo('data');
  session.configure(config);
  session.setSplit(split);
  const zip = await openUrl(new URL(EXAMPLE_FILES.run, document.baseURI).href, EXAMPLE_FILES.run, 0);
  await session.importRuns([new File([zip], 'example.zip')]);
  await session.openRun(EXAMPLE_ID);
  const clip = pictures.clips[0]?.id;
  goTo('look');
  if (clip !== undefined) await session.look({ clip });
}

/** The ways from the example into the page. */
export function ExampleActions({ example }: { readonly example: Example }) {
  const session = useSession();
  const { attempt, problem } = useAttempt('The example');
  const isReady = useApp((state) => state.engine.status === 'ready' && state.backbone.status === 'ready');
  const isActive = isRunActive(useApp((state) => state.run.status));
  const isBlocked = !isReady || isActive;
  return (
    <>
      <div className={styles.actions}>
        <button
          type="button"
          className={controls.primary}
          disabled={isBlocked}
          onClick={() => attempt(() => runItYourself(session, example))}
          data-testid="run-example"
        >
          <Play size={16} aria-hidden /> Run it yourself
        </button>
        <button
          type="button"
          className={controls.button}
          disabled={isBlocked}
          onClick={() => attempt(() => openExample(session, example))}
          data-testid="open-example"
        >
          <FolderSearch size={16} aria-hidden /> Open the example
        </button>
        <p className={controls.quiet}>
          Run it: the same sounds, settings and seed. Open it: its curves, its errors clip by clip, and its adapter in
          the model.
        </p>
      </div>
      {problem ? <ProblemNote problem={problem} /> : null}
    </>
  );
}
