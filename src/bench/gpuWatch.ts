/**
 * What reaches the GPU, whoever sends it: the methods of WebGPU's own classes are wrapped, so any library is counted alike.
 * A realm (page, worker, process) has one count.
 */
export interface GpuCounts {
  readonly dispatches: number;
  readonly submissions: number;
  readonly buffersCreated: number;
  /** Buffers mapped for reading. */
  readonly readbacks: number;
  /** Bytes of all buffers created and not destroyed: one left to the garbage collector counts until the end. */
  readonly liveBytes: number;
  /** The most that `liveBytes` has been. */
  readonly peakBytes: number;
}

const counts = { dispatches: 0, submissions: 0, buffersCreated: 0, readbacks: 0, liveBytes: 0, peakBytes: 0 };

export function gpuCounts(): GpuCounts {
  return { ...counts };
}

/** Replaces a method by what `around` makes of it. */
export function wrap<T extends object, K extends keyof T>(
  prototype: T,
  method: K,
  around: (original: T[K]) => T[K],
): void {
  prototype[method] = around(prototype[method]);
}

let watching = false;

/** Starts counting; before any device is made. Does nothing where there is no WebGPU, or a second time. */
export function watchGpu(): void {
  if (watching || !('GPUDevice' in globalThis)) return;
  watching = true;
  askForTimestamps();
  countBuffers();
  wrap(
    GPUComputePassEncoder.prototype,
    'dispatchWorkgroups',
    (original) =>
      function (this: GPUComputePassEncoder, ...sizes) {
        counts.dispatches++;
        return original.apply(this, sizes);
      },
  );
  wrap(
    GPUComputePassEncoder.prototype,
    'dispatchWorkgroupsIndirect',
    (original) =>
      function (this: GPUComputePassEncoder, ...place) {
        counts.dispatches++;
        return original.apply(this, place);
      },
  );
  wrap(
    GPUQueue.prototype,
    'submit',
    (original) =>
      function (this: GPUQueue, buffers) {
        counts.submissions++;
        return original.call(this, buffers);
      },
  );
  wrap(
    GPUBuffer.prototype,
    'mapAsync',
    (original) =>
      function (this: GPUBuffer, mode, ...range) {
        if (mode === GPUMapMode.READ) counts.readbacks++;
        return original.call(this, mode, ...range);
      },
  );
}

function countBuffers(): void {
  const sizes = new WeakMap<GPUBuffer, number>();
  wrap(
    GPUDevice.prototype,
    'createBuffer',
    (original) =>
      function (this: GPUDevice, descriptor) {
        const buffer = original.call(this, descriptor);
        sizes.set(buffer, descriptor.size);
        counts.buffersCreated++;
        counts.liveBytes += descriptor.size;
        counts.peakBytes = Math.max(counts.peakBytes, counts.liveBytes);
        return buffer;
      },
  );
  wrap(
    GPUBuffer.prototype,
    'destroy',
    (original) =>
      function (this: GPUBuffer) {
        counts.liveBytes -= sizes.get(this) ?? 0;
        sizes.delete(this);
        return original.call(this);
      },
  );
}

/** Every device is made with timestamp queries where its adapter has them, whether or not its maker asks. */
function askForTimestamps(): void {
  wrap(
    GPUAdapter.prototype,
    'requestDevice',
    (original) =>
      function (this: GPUAdapter, descriptor = {}) {
        const features = new Set(descriptor.requiredFeatures ?? []);
        if (this.features.has('timestamp-query')) features.add('timestamp-query');
        return original.call(this, { ...descriptor, requiredFeatures: [...features] });
      },
  );
}
