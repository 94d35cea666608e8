import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** Names of memory on the backend's heap, for kernels of ours that call its C functions or work on the heap directly. */
export interface Region {
  /** What C functions know the memory by. */
  readonly id: number;
  /** Bytes from the heap's start. */
  readonly offset: number;
}

/** The part of Emscripten's module that kernels use; tfjs' types leave it to @types/emscripten. */
interface Module {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  cwrap(
    name: string,
    returns: null,
    takes: readonly ('number' | 'array')[],
  ): (...values: (number | Uint8Array)[]) => void;
}

export function moduleOf(backend: BackendWasm): Module {
  return backend.wasm as unknown as Module;
}

/** Ids for passing views, far from the backend's own, which count up from one. */
let nextViewId = 2 ** 30;

/** A tensor's memory. */
export function regionOf(backend: BackendWasm, tensor: { readonly dataId: object }): Region {
  const data = backend.dataIdMap.get(tensor.dataId);
  return { id: data.id, offset: data.memoryOffset };
}

/** The float32 values at an offset. Views die when the heap grows: take them anew after every allocation. */
export function floatsAt(backend: BackendWasm, offset: number, size: number): Float32Array {
  return new Float32Array(moduleOf(backend).HEAPU8.buffer, offset, size);
}

/** Gives part of another tensor's memory a name while `use` runs. Nothing is copied, allocated or freed. */
export function withView<T>(backend: BackendWasm, offset: number, size: number, use: (view: Region) => T): T {
  const id = nextViewId++;
  backend.wasm.tfjs.registerTensor(id, size, offset);
  try {
    return use({ id, offset });
  } finally {
    backend.wasm.tfjs.disposeData(id);
  }
}
