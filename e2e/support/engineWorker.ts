import type { BrowserContext, Page, Worker } from '@playwright/test';
import { workersNamed } from './workers';

/** What a test may reach in the engine's worker, put there before its script. */
interface Reach {
  readonly testDevices: GPUDevice[];
  readonly testBuffers: Set<GPUBuffer>;
}

declare const globalThis: typeof window & Reach;

/** Runs in the worker: remembers the devices that the engine makes, and their buffers. With a budget, they hold no more bytes. */
function watch(budget: number): void {
  const devices: GPUDevice[] = [];
  const buffers = new Set<GPUBuffer>();
  Object.assign(globalThis, { testDevices: devices, testBuffers: buffers });
  let held = 0;
  new BroadcastChannel('hang').addEventListener('message', () => {
    for (;;);
  });
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (...how) {
    const device = await requestDevice.apply(this, how);
    devices.push(device);
    return device;
  };
  const { createBuffer } = GPUDevice.prototype;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    if (held + descriptor.size > budget) {
      // More than the driver gives at once: its own error, and a buffer of its own that cannot be used.
      return createBuffer.call(this, { size: 2 ** 30 - 4, usage: descriptor.usage });
    }
    const buffer = createBuffer.call(this, descriptor);
    held += descriptor.size;
    buffers.add(buffer);
    return buffer;
  };
  const { destroy } = GPUBuffer.prototype;
  GPUBuffer.prototype.destroy = function () {
    if (buffers.delete(this)) held -= this.size;
    return destroy.call(this);
  };
}

/** Lets a test reach the devices and buffers of the engine's workers from now on. */
export async function reachEngine(context: BrowserContext, { budget = Number.MAX_SAFE_INTEGER } = {}): Promise<void> {
  await context.route(/engine\.worker-[^/]+\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `(${watch.toString()})(${budget});\n${await response.text()}` });
  });
}

/** The engine's worker now. */
export async function engineWorker(page: Page): Promise<Worker> {
  const worker = (await workersNamed(page, 'engine')).at(-1);
  if (!worker) throw new Error('The page has no engine.');
  return worker;
}

/** Takes the device away from under the engine, as soon as it has one. */
export const destroyDevice = async (page: Page): Promise<void> =>
  (await engineWorker(page)).evaluate(async () => {
    while (globalThis.testDevices.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    globalThis.testDevices.at(-1)?.destroy();
  });

/** Has the engine's workers run in a circle for ever. */
export const hangEngine = (page: Page): Promise<void> =>
  page.evaluate(() => new BroadcastChannel('hang').postMessage(null));

/** Destroys the engine's largest buffers: what is computed with them next is an error, and zeros. */
export const destroyBuffers = async (page: Page): Promise<void> =>
  (await engineWorker(page)).evaluate(() => {
    const largest = [...globalThis.testBuffers].sort((a, b) => b.size - a.size);
    for (const buffer of largest.slice(0, 20)) buffer.destroy();
  });

/** Bytes of the engine's buffers. */
export const bufferBytes = async (page: Page): Promise<number> =>
  (await engineWorker(page)).evaluate(() => [...globalThis.testBuffers].reduce((sum, { size }) => sum + size, 0));

/** Notes every step's loss that the page is told of, from its next load on. */
export async function noteLosses(page: Page): Promise<() => Promise<readonly number[]>> {
  await page.addInitScript(() => {
    const losses: number[] = [];
    Object.assign(window, { testLosses: losses });
    const { addEventListener } = Worker.prototype;
    Worker.prototype.addEventListener = function (this: Worker, ...given: Parameters<typeof addEventListener>) {
      const [type, listener] = given;
      if (type !== 'message' || typeof listener !== 'function') return addEventListener.apply(this, given);
      return addEventListener.call(this, type, (event) => {
        const { data } = event as MessageEvent<{ event?: { type?: string; points?: readonly { loss: number }[] } }>;
        if (data.event?.type === 'run.steps') losses.push(...(data.event.points ?? []).map(({ loss }) => loss));
        listener.call(this, event);
      });
    } as typeof addEventListener;
  });
  return () => page.evaluate(() => (window as unknown as { testLosses: number[] }).testLosses);
}
