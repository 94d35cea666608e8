import { useId, useState } from 'react';
import { CheckField } from '../common/CheckField';
import controls from '../common/controls.module.css';
import { isRunActive } from '../run/runPhase';
import { useApp } from '../sessionContext';
import styles from './Away.module.css';
import { AbsenceNote } from './AbsenceNote';
import { useAway } from './awayContext';
import { askToNotify, notifyPermission, type NotifyPermission } from './notify';
import { canKeepScreenOn } from './useScreenOn';

/** Why no notification can come, and what to do about it; empty where one can. */
const REFUSALS: Readonly<Record<NotifyPermission, string>> = {
  granted: '',
  default: 'The browser has not been told that this page may notify. Switch it on again and choose Allow.',
  denied:
    'The browser refuses notifications from this page. Allow them in its settings for this site, then switch this on.',
  none: 'This browser has no notifications.',
};

/** What is to happen while nobody looks: a notification at the end, a screen that stays on, and what a hidden tab means. */
export function AwayFields() {
  const { settings, set } = useAway();
  const [permission, setPermission] = useState(notifyPermission);
  const [wasRefused, setRefused] = useState(false);
  const isActive = useApp(({ run }) => isRunActive(run.status));
  const why = useId();
  const notify = async (isWanted: boolean) => {
    const answer = isWanted ? await askToNotify() : permission;
    setPermission(answer);
    setRefused(isWanted && answer !== 'granted');
    set('notify', isWanted && answer === 'granted');
  };
  const refusal = permission === 'none' || wasRefused ? REFUSALS[permission] : '';
  return (
    <section aria-label="While it trains" className={styles.away}>
      <div className={styles.fields}>
        <CheckField
          label="Notify me when it ends"
          term="notifyEnd"
          checked={settings.notify && permission === 'granted'}
          disabled={permission === 'none'}
          describedBy={refusal ? why : undefined}
          onChange={(isWanted) => void notify(isWanted)}
        />
        {canKeepScreenOn() ? (
          <CheckField
            label="Keep the screen on while it trains"
            term="keepScreenOn"
            checked={settings.keepsScreenOn}
            onChange={(isWanted) => set('keepsScreenOn', isWanted)}
          />
        ) : null}
      </div>
      <p id={why} role="status" className={refusal ? controls.quiet : undefined}>
        {refusal}
      </p>
      {isActive ? (
        <p className={controls.quiet}>
          In another tab or window the run goes on, perhaps slower: browsers slow down what is hidden. The tab’s title
          tells how far it is. Closing it interrupts the run.
        </p>
      ) : null}
      <AbsenceNote />
    </section>
  );
}
