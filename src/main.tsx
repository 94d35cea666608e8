import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { trustOwnScripts } from './core/trustedScripts';
import { startOffline } from './offline/startOffline';
import { createSession } from './session/createSession';
import { App } from './ui/App';
import { watchTouches } from './ui/offline/isUntouched';
import { NO_OFFLINE, OfflineProvider } from './ui/offline/offlineContext';
import { restoreTheme } from './ui/header/theme';
import { SessionProvider } from './ui/sessionContext';
import { backendOf } from './ui/header/backendChoices';
import './ui/tokens.css';
import './ui/base.css';
import { bundledBackbone } from './worker/bundledBackbone';

trustOwnScripts();
restoreTheme();
const session = createSession();
const choice = backendOf(new URLSearchParams(location.search).get('backend'));
const unsubscribe = session.store.subscribe(({ engine, backbone }) => {
  if (engine.status !== 'ready') return;
  unsubscribe();
  if (backbone.status === 'none') void session.loadBackbone(bundledBackbone(document.baseURI));
});
void session.startEngine(choice);

const isUntouched = watchTouches();
/** Not while developing: what is kept would hide what has changed. */
const offline = import.meta.env.PROD
  ? startOffline({
      script: new URL('sw.js', document.baseURI).href,
      isUntouched: () => isUntouched(session.store.getState()),
    })
  : NO_OFFLINE;

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with id root.');
createRoot(root).render(
  <StrictMode>
    <SessionProvider value={session}>
      <OfflineProvider value={offline}>
        <App initialBackend={choice} />
      </OfflineProvider>
    </SessionProvider>
  </StrictMode>,
);
