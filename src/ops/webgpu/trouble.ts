/** What happened to the device after it started: an error that no call catches, or its loss. */
export type DeviceTrouble = { readonly kind: 'error' | 'lost'; readonly message: string };

type Listener = (trouble: DeviceTrouble) => void;
const listeners = new Set<Listener>();

/** Calls `listener` at any uncaptured error or loss of the device, from now on. Returns the way to stop listening. */
export function onDeviceTrouble(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Passes the device's uncaptured errors and its loss on to the listeners. */
export function watchDevice(device: GPUDevice): void {
  const tell = (trouble: DeviceTrouble) => {
    for (const listener of listeners) listener(trouble);
  };
  device.addEventListener('uncapturederror', (event) => {
    tell({ kind: 'error', message: event.error.message });
  });
  void device.lost.then((info) => {
    if (info.reason !== 'destroyed') tell({ kind: 'lost', message: info.message });
  });
}
