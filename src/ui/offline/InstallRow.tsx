import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import controls from '../common/controls.module.css';
import { useOffline } from './offlineContext';
import { savedText } from './savedText';

/** Chromium's offer to install the page; other browsers have it in their menus. Not in TypeScript's DOM. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}

/** Whether the page works without a network, and a button to install it where the browser offers that. */
export function InstallRow() {
  const { saved } = useOffline();
  const [offer, setOffer] = useState<InstallOffer | null>(null);
  useEffect(() => {
    const take = (event: Event) => {
      event.preventDefault();
      setOffer(event as InstallOffer);
    };
    const forget = () => setOffer(null);
    window.addEventListener('beforeinstallprompt', take);
    window.addEventListener('appinstalled', forget);
    return () => {
      window.removeEventListener('beforeinstallprompt', take);
      window.removeEventListener('appinstalled', forget);
    };
  }, []);
  const text = savedText(saved);
  if (!text && !offer) return null;
  return (
    <p className={controls.row} data-testid="offline" data-saved={saved}>
      {text}
      {offer ? (
        <button type="button" className={controls.chip} onClick={() => void offer.prompt()}>
          <Download size={14} aria-hidden /> Install
        </button>
      ) : null}
    </p>
  );
}
