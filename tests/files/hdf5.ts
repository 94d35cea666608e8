/**
 * HDF5 in Node as in a worker: h5wasm's WORKERFS reads a File through FileReaderSync, which Node lacks. The stand-ins are
 * taken away again once the library has looked at them.
 */
import type * as H5wasm from 'h5wasm';

/** A file whose bytes can be read at once, and that counts how many are. */
export interface SyncFile {
  readonly file: File;
  bytesRead(): number;
}

class SyncPart {
  constructor(
    readonly bytes: Uint8Array<ArrayBuffer>,
    readonly count: (bytes: number) => void,
  ) {}
  get size(): number {
    return this.bytes.length;
  }
  slice(from: number, to: number): SyncPart {
    return new SyncPart(this.bytes.subarray(from, to), this.count);
  }
}

export function syncFile(bytes: Uint8Array<ArrayBuffer>, lastModified = 1): SyncFile {
  let read = 0;
  const part = new SyncPart(bytes, (more) => (read += more));
  const file = Object.assign(part, { name: 'audio.hdf5', lastModified }) as unknown as File;
  return { file, bytesRead: () => read };
}

let library: Promise<typeof H5wasm> | null = null;

async function load(): Promise<typeof H5wasm> {
  const names = ['WorkerGlobalScope', 'FileReaderSync', 'self'] as const;
  const world = globalThis as Record<string, unknown>;
  const before = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  const readAsArrayBuffer = ({ bytes, count }: SyncPart) => (count(bytes.length), bytes.slice().buffer);
  world.WorkerGlobalScope = () => undefined;
  world.FileReaderSync = class {
    readAsArrayBuffer = readAsArrayBuffer;
  };
  world.self = { location: { href: 'http://localhost/' } };
  const log = console.error;
  // The library writes every failed read to the console; the tests read for failure.
  console.error = () => undefined;
  try {
    const h5 = await import('h5wasm');
    await h5.ready;
    const { FS } = h5.Module;
    FS.mkdir('/first');
    FS.mount(FS.filesystems.WORKERFS as never, { blobs: [] } as never, '/first');
    return h5;
  } finally {
    console.error = log;
    names.forEach((name, i) => {
      const descriptor = before[i];
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    });
  }
}

/** The library, made ready for Node; call it before anything of src/files/hdf5.ts. */
export function hdf5InNode(): Promise<typeof H5wasm> {
  return (library ??= load());
}

type Create = Parameters<InstanceType<(typeof H5wasm)['File']>['create_dataset']>[0];

/** The bytes of an HDF5 file with the given data sets, written by the library itself. */
export async function hdf5Bytes(
  datasets: readonly Create[],
  groups: readonly string[] = [],
): Promise<Uint8Array<ArrayBuffer>> {
  const h5 = await hdf5InNode();
  const file = new h5.File('/written.h5', 'w');
  for (const dataset of datasets) file.create_dataset(dataset);
  for (const name of groups) file.create_group(name);
  file.close();
  return h5.Module.FS.readFile('/written.h5').slice();
}
