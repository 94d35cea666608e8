import { availableParallelism } from 'node:os';

/** What is not there, and how to get it. */
export class Missing extends Error {}

/** Dawn rounds timestamps to 0.1 ms unless told not to. */
const TOGGLES = ['disable-dawn-features=timestamp_quantization'];

/**
 * Browsers take views of shared memory in `writeBuffer`, as the standard has it; Dawn's Node binding does not, and WebAssembly
 * with threads has no other memory: they are copied first.
 */
function acceptSharedMemory({ GPUQueue }) {
  const { writeBuffer } = GPUQueue.prototype;
  GPUQueue.prototype.writeBuffer = function (buffer, offset, data, ...range) {
    const isShared = data.buffer instanceof SharedArrayBuffer;
    return writeBuffer.call(this, buffer, offset, isShared ? data.slice() : data, ...range);
  };
}

/**
 * Gives this process WebGPU as a page has it: its classes, and `navigator.gpu`.
 * @throws Missing where the package or a driver is not there
 */
export async function startDawn() {
  const { create, globals } = await import('webgpu').catch((error) => {
    throw new Missing(
      `The package "webgpu" (Dawn for Node) does not load: ${error.message}\n` +
        'It is an optional dependency, for Linux, macOS and Windows: npm install webgpu',
    );
  });
  Object.assign(globalThis, globals);
  acceptSharedMemory(globals);
  const navigator = {
    gpu: create(TOGGLES),
    userAgent: `Node ${process.version}`,
    hardwareConcurrency: availableParallelism(),
  };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  globalThis.caches ??= { open: () => Promise.reject(new Error('Nothing is remembered here.')) };
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (adapter) return adapter;
  throw new Missing(
    'Dawn finds no GPU driver that it accepts.\n' +
      'Install the driver of the graphics card, or Mesa 25 or newer for Vulkan on the processor\n' +
      '(Debian: apt-get install mesa-vulkan-drivers, for bookworm from bookworm-backports) and set\n' +
      'VK_ICD_FILENAMES=/usr/share/vulkan/icd.d/lvp_icd.json',
  );
}
