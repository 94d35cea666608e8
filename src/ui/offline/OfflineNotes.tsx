import { RotateCw } from 'lucide-react';
import controls from '../common/controls.module.css';
import styles from '../common/Note.module.css';
import { useOffline } from './offlineContext';

/** Says when loading the page again would help: a newer version, or threads. It never does so by itself. */
export function OfflineNotes() {
  const { isUpdateReady, isReloadUseful, update } = useOffline();
  const text = isUpdateReady
    ? 'A new version is ready. What is trained here and not downloaded is lost when the page reloads.'
    : isReloadUseful
      ? 'WebAssembly can use all processor cores once the page has been reloaded.'
      : null;
  return (
    <div role="status" className={text ? styles.note : undefined}>
      {text ? (
        <>
          <p>{text}</p>
          <button type="button" className={controls.button} onClick={isUpdateReady ? update : () => location.reload()}>
            <RotateCw size={16} aria-hidden /> Reload
          </button>
        </>
      ) : null}
    </div>
  );
}
