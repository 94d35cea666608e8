import { Check, Link } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { sharedOf } from '../../session/shared';
import { writeLink } from '../../share/writeLink';
import controls from '../common/controls.module.css';
import { useSession } from '../sessionContext';
import { parseRoute, routeHash } from '../views/route';
import styles from './Share.module.css';

const SHOWN_MS = 4000;

/** Copies a link that sets another page as this one is. Where the clipboard is closed to us, it is shown to be copied by hand. */
export function CopyLink() {
  const { store } = useSession();
  const [state, setState] = useState<'idle' | 'copied'>('idle');
  const [link, setLink] = useState('');
  const byHand = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = async () => {
    const address = new URL(location.href);
    address.hash = routeHash(parseRoute(location.hash).view, writeLink(sharedOf(store.getState())));
    try {
      await navigator.clipboard.writeText(address.href);
      setState('copied');
    } catch {
      setLink(address.href);
      byHand.current?.showPopover();
    }
  };

  return (
    <>
      <button
        type="button"
        className={controls.button}
        onClick={() => void copy()}
        data-testid="copy-link"
        data-tour="share"
      >
        {state === 'copied' ? <Check size={16} aria-hidden /> : <Link size={16} aria-hidden />}
        <span>Copy link</span>
      </button>
      <span role="status" className={state === 'copied' ? styles.copied : controls.hidden}>
        {state === 'copied' ? 'Link copied: settings and seed, no sound and no name.' : ''}
      </span>
      <div ref={byHand} popover="auto" className={styles.byHand}>
        <label>
          The browser does not let the page copy. Copy this link yourself:
          <input readOnly value={link} onFocus={(event) => event.target.select()} />
        </label>
      </div>
    </>
  );
}
