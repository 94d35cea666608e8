import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Saved, ToOffline } from './precache';
import { NOT_OFFLINE, reduceOffline, type OfflineEvent, type OfflineState } from './state';

/** What the page lends to `startOffline`. */
export interface OfflinePort {
  /** Address of the service worker, in the folder that it serves. */
  readonly script: string;
  /** Whether nothing has been done on the page yet, so that loading it once more costs nobody anything. */
  readonly isUntouched: () => boolean;
}

/** What is known of the site on this machine, and what a person can do about it. */
export interface Offline {
  readonly store: Pick<StoreApi<OfflineState>, 'getState' | 'getInitialState' | 'subscribe'>;
  /** Changes to the version that waits, and reloads. */
  update(): void;
}

const RELOADED = 'loaa-isolated';
const AN_HOUR_MS = 3_600_000;

/** Whether this tab has been reloaded for isolation before: it is tried once. Where storage is closed to us, never. */
function mayReloadOnce(): boolean {
  try {
    if (sessionStorage.getItem(RELOADED) !== null) return false;
    sessionStorage.setItem(RELOADED, '');
    return true;
  } catch {
    return false;
  }
}

function say(worker: ServiceWorker, message: ToOffline, transfer: Transferable[] = []): void {
  worker.postMessage(message, transfer);
}

function ask(worker: ServiceWorker): Promise<Saved> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<Saved>) => resolve(data);
    say(worker, { kind: 'save' }, [port2]);
  });
}

/** The worker in charge of this page; waits until there is one. */
async function controller(container: ServiceWorkerContainer): Promise<ServiceWorker> {
  while (!container.controller) {
    await new Promise((resolve) => container.addEventListener('controllerchange', resolve, { once: true }));
  }
  return container.controller;
}

/**
 * Registers the service worker, reloads the page at most once where that isolates it and nothing has been done yet, has the
 * site kept, and tells of newer versions. Where the browser has none of this, the page works as it is.
 */
export function startOffline(port: OfflinePort): Offline {
  const container = 'serviceWorker' in navigator ? navigator.serviceWorker : null;
  const store = createStore<OfflineState>(() => NOT_OFFLINE);
  const tell = (event: OfflineEvent) => store.setState(reduceOffline(store.getState(), event));
  let registration: ServiceWorkerRegistration | undefined;
  let isUpdating = false;

  const watch = (found: ServiceWorkerRegistration) => {
    const look = () => {
      if (found.waiting && container?.controller) tell({ type: 'offline.update-ready' });
    };
    look();
    found.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', look));
    container?.addEventListener('controllerchange', () => {
      if (isUpdating) location.reload();
    });
    let asked = Date.now();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' || Date.now() - asked < AN_HOUR_MS) return;
      asked = Date.now();
      // Without a network there is no news.
      void found.update().catch(() => undefined);
    });
  };

  const start = async (sites: ServiceWorkerContainer) => {
    registration = await sites.register(port.script, { updateViaCache: 'none' });
    if (!registration) return;
    watch(registration);
    const worker = await controller(sites);
    if (!crossOriginIsolated) {
      if (!port.isUntouched()) tell({ type: 'offline.reload-useful' });
      else if (mayReloadOnce()) return location.reload();
    }
    tell({ type: 'offline.saved', saved: 'saving' });
    const { missing } = await ask(worker);
    tell({ type: 'offline.saved', saved: missing === 0 ? 'saved' : 'partly' });
  };

  // Refused by the browser's settings, or by a host that serves no such file: the page does without.
  if (container) void start(container).catch(() => tell({ type: 'offline.saved', saved: 'none' }));

  return {
    store,
    update() {
      if (!registration?.waiting) return location.reload();
      isUpdating = true;
      say(registration.waiting, { kind: 'take-over' });
    },
  };
}
