import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createSession } from './session/createSession';
import { App } from './ui/App';
import { restoreTheme } from './ui/header/theme';
import { SessionProvider } from './ui/sessionContext';
import { backendOf } from './ui/header/backendChoices';
import './ui/tokens.css';
import './ui/base.css';
import { bundledBackbone } from './worker/bundledBackbone';

restoreTheme();
const session = createSession();
const choice = backendOf(new URLSearchParams(location.search).get('backend'));
const unsubscribe = session.store.subscribe(({ engine, backbone }) => {
  if (engine.status !== 'ready') return;
  unsubscribe();
  if (backbone.status === 'none') void session.loadBackbone(bundledBackbone(document.baseURI));
});
void session.startEngine(choice);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with id root.');
createRoot(root).render(
  <StrictMode>
    <SessionProvider value={session}>
      <App initialBackend={choice} />
    </SessionProvider>
  </StrictMode>,
);
