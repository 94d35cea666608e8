import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { gpuCounts, watchGpu } from './gpuWatch';
import { kernelTimesOf, naming, watchKernels } from './kernelTimes';

/** A GPU as far as counting and timing go: a dispatch takes as many nanoseconds as its first size says. */
function fakeGpu() {
  const passes: { dispatches: number; timed: boolean }[] = [];
  const times = new Map<number, bigint>();
  let clock = 0n;
  class GPUBuffer {
    constructor(readonly size: number) {}
    async mapAsync() {}
    destroy() {}
    getMappedRange() {
      const out = new BigUint64Array(this.size / 8);
      out.forEach((_, i) => (out[i] = times.get(i) ?? 0n));
      return out.buffer;
    }
  }
  class GPUComputePassEncoder {
    constructor(
      readonly timestamps: GPUComputePassTimestampWrites | undefined,
      readonly record: { dispatches: number },
    ) {}
    setPipeline() {}
    setBindGroup() {}
    dispatchWorkgroups(x: number) {
      this.record.dispatches++;
      if (!this.timestamps) return;
      times.set(this.timestamps.beginningOfPassWriteIndex ?? 0, clock);
      clock += BigInt(x);
      times.set(this.timestamps.endOfPassWriteIndex ?? 0, clock);
    }
    dispatchWorkgroupsIndirect() {}
    end() {}
  }
  class GPUCommandEncoder {
    beginComputePass(descriptor?: GPUComputePassDescriptor) {
      const record = { dispatches: 0, timed: descriptor?.timestampWrites !== undefined };
      passes.push(record);
      return new GPUComputePassEncoder(descriptor?.timestampWrites, record);
    }
    resolveQuerySet() {}
    copyBufferToBuffer() {}
    finish() {}
  }
  class GPUQueue {
    submit() {}
    async onSubmittedWorkDone() {}
  }
  class GPUDevice {
    readonly features = new Set(['timestamp-query']);
    readonly queue = new GPUQueue();
    createBuffer({ size }: { size: number }) {
      return new GPUBuffer(size);
    }
    createCommandEncoder() {
      return new GPUCommandEncoder();
    }
    createQuerySet() {
      return { destroy() {} };
    }
  }
  const requested: GPUDeviceDescriptor[] = [];
  class GPUAdapter {
    readonly features = new Set(['timestamp-query', 'shader-f16']);
    async requestDevice(descriptor: GPUDeviceDescriptor) {
      requested.push(descriptor);
      return new GPUDevice();
    }
  }
  const classes = { GPUBuffer, GPUComputePassEncoder, GPUCommandEncoder, GPUQueue, GPUDevice, GPUAdapter };
  const constants = { GPUMapMode: { READ: 1, WRITE: 2 }, GPUBufferUsage: {} };
  return { passes, requested, globals: { ...classes, ...constants } };
}

const gpu = fakeGpu();
let device: GPUDevice;

beforeAll(async () => {
  for (const [name, value] of Object.entries(gpu.globals)) vi.stubGlobal(name, value);
  watchGpu();
  watchKernels();
  const adapter = new gpu.globals.GPUAdapter() as unknown as GPUAdapter;
  device = await adapter.requestDevice({ requiredFeatures: ['shader-f16'] });
});
afterAll(() => void vi.unstubAllGlobals());

/** One pass of dispatches, each a pipeline's label and its size. */
function send(dispatches: readonly (readonly [string, number])[]): void {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  for (const [label, size] of dispatches) {
    pass.setPipeline({ label } as GPUComputePipeline);
    pass.setBindGroup(0, null);
    pass.dispatchWorkgroups(size);
  }
  pass.end();
  device.queue.submit([encoder.finish()]);
}

describe('what is counted', () => {
  it('is every device with timestamps, whatever else it was asked for', () => {
    expect(gpu.requested.at(-1)?.requiredFeatures).toEqual(['shader-f16', 'timestamp-query']);
  });

  it('is dispatches and submissions', () => {
    const before = gpuCounts();
    send([
      ['a', 1],
      ['b', 1],
    ]);
    const after = gpuCounts();
    expect(after.dispatches - before.dispatches).toBe(2);
    expect(after.submissions - before.submissions).toBe(1);
  });

  it('is the bytes alive and the most there were; a second destroy frees nothing', () => {
    const before = gpuCounts();
    const [a, b] = [1000, 500].map((size) => device.createBuffer({ size, usage: 0 }));
    a?.destroy();
    a?.destroy();
    device.createBuffer({ size: 100, usage: 0 });
    const after = gpuCounts();
    expect(after.buffersCreated - before.buffersCreated).toBe(3);
    expect(after.liveBytes - before.liveBytes).toBe(600);
    expect(after.peakBytes).toBeGreaterThanOrEqual(before.liveBytes + 1500);
    expect(after.peakBytes).toBeLessThan(before.peakBytes + 1600);
    b?.destroy();
  });

  it('is maps for reading, not for writing', async () => {
    const before = gpuCounts();
    const buffer = device.createBuffer({ size: 8, usage: 0 });
    await buffer.mapAsync(GPUMapMode.WRITE);
    await buffer.mapAsync(GPUMapMode.READ);
    expect(gpuCounts().readbacks - before.readbacks).toBe(1);
  });
});

describe('kernel times', () => {
  it('are summed by name, longest first, a pass for each dispatch', async () => {
    const passesBefore = gpu.passes.length;
    const times = await kernelTimesOf(async () => {
      send([
        ['gelu', 1e6],
        ['matMul', 5e6],
        ['gelu', 2e6],
      ]);
      naming('named by its library', () => send([['Object', 4e6]]));
    });
    expect(times).toEqual([
      { name: 'matMul', dispatches: 1, ms: 5 },
      { name: 'named by its library', dispatches: 1, ms: 4 },
      { name: 'gelu', dispatches: 2, ms: 3 },
    ]);
    expect(gpu.passes.slice(passesBefore)).toEqual(Array.from({ length: 4 }, () => ({ dispatches: 1, timed: true })));
  });

  it('number pipelines that have no label', async () => {
    const times = await kernelTimesOf(async () => send([['', 1e6]]));
    expect(times?.map(({ name }) => name)).toEqual(['pipeline 1']);
  });

  it('leave passes alone otherwise, also after work that failed', async () => {
    await expect(kernelTimesOf(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    send([
      ['a', 1],
      ['b', 1],
    ]);
    expect(gpu.passes.at(-1)).toEqual({ dispatches: 2, timed: false });
  });
});
