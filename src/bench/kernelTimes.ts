import { wrap } from './gpuWatch';

/** GPU time of one kernel, all its dispatches in one step together. */
export interface KernelTime {
  readonly name: string;
  readonly dispatches: number;
  readonly ms: number;
}

/** Timestamps in one query set, by WebGPU's rules; a dispatch takes two. */
const QUERIES = 4096;
const BYTES_EACH = 8;

interface QueryPage {
  readonly set: GPUQuerySet;
  /** The kernel of each dispatch, in order. */
  readonly names: string[];
}

/** Timing is on while this is there. */
let pages: QueryPage[] | null = null;
let device: GPUDevice | null = null;
/** What the library says that it dispatches now; otherwise the pipeline's label is the name. */
let hint: string | null = null;
let wrapped = false;

/**
 * Runs `work` with every dispatch in a compute pass of its own between two timestamps, whoever sends it, and gives the times
 * by kernel, longest first. Null where the device has no timestamp queries (or none was made). The work takes longer
 * so: time it in another run. Kernels are named by `naming` while it runs, otherwise by their pipelines' labels.
 * Browsers may round timestamps to 0.1 ms.
 */
export async function kernelTimesOf(work: () => Promise<unknown>): Promise<readonly KernelTime[] | null> {
  if (!device?.features.has('timestamp-query')) return null;
  pages = [];
  try {
    await work();
    await device.queue.onSubmittedWorkDone();
    const taken = pages;
    pages = null;
    return grouped(await Promise.all(taken.map((page) => readPage(page))));
  } finally {
    pages = null;
  }
}

/** Calls `send`, whose dispatches are of the kernel `name`. */
export function naming<T>(name: string, send: () => T): T {
  hint = name;
  try {
    return send();
  } finally {
    hint = null;
  }
}

function use(now: GPUDevice): void {
  device = now;
}

/** Prepares for timing: before any device is made. */
export function watchKernels(): void {
  if (wrapped || !('GPUDevice' in globalThis)) return;
  wrapped = true;
  wrap(
    GPUDevice.prototype,
    'createCommandEncoder',
    (original) =>
      function (this: GPUDevice, descriptor) {
        use(this);
        return original.call(this, descriptor);
      },
  );
  wrap(
    GPUCommandEncoder.prototype,
    'beginComputePass',
    (original) =>
      function (this: GPUCommandEncoder, descriptor) {
        return pages ? timedPass((timestamps) => original.call(this, timestamps)) : original.call(this, descriptor);
      },
  );
}

/** Looks like one compute pass, and is one for each dispatch. */
function timedPass(begin: (descriptor: GPUComputePassDescriptor) => GPUComputePassEncoder): GPUComputePassEncoder {
  let pipeline: GPUComputePipeline | null = null;
  const groups = new Map<number, (pass: GPUComputePassEncoder) => void>();
  const dispatch = (send: (pass: GPUComputePassEncoder) => void) => {
    if (!pipeline) throw new Error('A dispatch without a pipeline.');
    const pass = begin({ timestampWrites: nextTimestamps(hint ?? nameOf(pipeline)) });
    pass.setPipeline(pipeline);
    for (const bind of groups.values()) bind(pass);
    send(pass);
    pass.end();
  };
  const methods = {
    label: '',
    setPipeline(next: GPUComputePipeline) {
      pipeline = next;
    },
    setBindGroup(...values: Parameters<GPUComputePassEncoder['setBindGroup']>) {
      groups.set(values[0], (pass) => pass.setBindGroup(...values));
    },
    dispatchWorkgroups: (...sizes: Parameters<GPUComputePassEncoder['dispatchWorkgroups']>) =>
      dispatch((pass) => pass.dispatchWorkgroups(...sizes)),
    dispatchWorkgroupsIndirect: (...place: Parameters<GPUComputePassEncoder['dispatchWorkgroupsIndirect']>) =>
      dispatch((pass) => pass.dispatchWorkgroupsIndirect(...place)),
    end() {},
    pushDebugGroup() {},
    popDebugGroup() {},
    insertDebugMarker() {},
  };
  return methods as unknown as GPUComputePassEncoder;
}

const unnamed = new WeakMap<GPUComputePipeline, string>();
let countUnnamed = 0;

/** A pipeline's label, or a number for one that has none. */
function nameOf(pipeline: GPUComputePipeline): string {
  if (pipeline.label) return pipeline.label;
  const name = unnamed.get(pipeline) ?? `pipeline ${++countUnnamed}`;
  unnamed.set(pipeline, name);
  return name;
}

function nextTimestamps(name: string): GPUComputePassTimestampWrites {
  if (!pages || !device) throw new Error('Timing is off.');
  let page = pages.at(-1);
  if (!page || page.names.length === QUERIES / 2) {
    page = { set: device.createQuerySet({ type: 'timestamp', count: QUERIES }), names: [] };
    pages.push(page);
  }
  const at = 2 * (page.names.push(name) - 1);
  return { querySet: page.set, beginningOfPassWriteIndex: at, endOfPassWriteIndex: at + 1 };
}

async function readPage({ set, names }: QueryPage): Promise<{ name: string; ms: number }[]> {
  if (!device) return [];
  const count = 2 * names.length;
  const size = count * BYTES_EACH;
  const inside = device.createBuffer({ size, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC });
  const outside = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  encoder.resolveQuerySet(set, 0, count, inside, 0);
  encoder.copyBufferToBuffer(inside, 0, outside, 0, size);
  device.queue.submit([encoder.finish()]);
  await outside.mapAsync(GPUMapMode.READ);
  const times = new BigUint64Array(outside.getMappedRange().slice(0));
  for (const used of [inside, outside, set]) used.destroy();
  return names.map((name, i) => ({ name, ms: Number((times[2 * i + 1] ?? 0n) - (times[2 * i] ?? 0n)) / 1e6 }));
}

function grouped(dispatches: readonly (readonly { name: string; ms: number }[])[]): KernelTime[] {
  const out = new Map<string, { dispatches: number; ms: number }>();
  for (const { name, ms } of dispatches.flat()) {
    const sum = out.get(name) ?? { dispatches: 0, ms: 0 };
    out.set(name, { dispatches: sum.dispatches + 1, ms: sum.ms + ms });
  }
  return [...out].map(([name, sum]) => ({ name, ...sum })).sort((a, b) => b.ms - a.ms);
}
