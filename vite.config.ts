import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { demoSounds } from './vite/demoSounds.ts';
import { licences } from './vite/licences.ts';
import { offline } from './vite/offline.ts';
import { policy } from './vite/policy.ts';
import { threadedWasm } from './vite/threadedWasm.ts';

/** Cross-origin isolation gives WebAssembly its threads; without these headers the page runs on one. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const PAGES = ['index.html', 'headless.html'];

/**
 * `base` is relative, so that the built site runs from any path of any static host. Mode `headless` builds the page of the
 * command-line runners alone.
 */
export default defineConfig(({ mode }) => {
  const terms = licences();
  return {
    base: './',
    plugins: [react(), demoSounds(), policy(), terms.page, offline()],
    server: { headers: ISOLATION },
    preview: { headers: ISOLATION },
    worker: { format: 'es', plugins: () => [threadedWasm(), terms.worker] },
    // Found at the start, or the development server reloads the page in the middle of its work.
    optimizeDeps: { entries: [...PAGES, 'src/**/*.worker.ts'] },
    build: { rollupOptions: { input: mode === 'headless' ? ['headless.html'] : PAGES } },
  };
});
