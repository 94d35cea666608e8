import { fail } from '../core/problem';
import { assertCacheKey, type ModelCache, type PartialFile } from './modelCache';

/**
 * Bytes gathered in memory before they go to disk as one part. A killed tab loses at most these: a part is written through
 * a swap file and is there whole or not at all.
 */
const PART_BYTES = 16 * 2 ** 20;

/** The cache's folder in the origin's private file system, or null where the browser grants none (private windows). */
export async function openModelsFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle('models', { create: true });
  } catch {
    return null;
  }
}

/**
 * A `ModelCache` in the origin private file system, for page and worker alike. A content lies in numbered parts
 * `KEY.00000`, `KEY.00001`, ... and counts as whole once `KEY.whole` exists, which holds the sizes of the parts.
 * Source: https://fs.spec.whatwg.org (createWritable).
 */
export function createOpfsCache(folder: FileSystemDirectoryHandle, partBytes = PART_BYTES): ModelCache {
  const partName = (key: string, index: number): string => `${key}.${String(index).padStart(5, '0')}`;

  const read = async (name: string): Promise<File | null> => {
    try {
      return await (await folder.getFileHandle(name)).getFile();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotFoundError') return null;
      throw error;
    }
  };
  const write = async (name: string, content: Blob): Promise<void> => {
    try {
      const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
      await stream.write(content);
      await stream.close();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'QuotaExceededError') {
        fail(
          'weights.cache.full',
          'The model cache',
          'The browser gives this page no more room on the disk.',
          'Remove a cached model, free some space, or choose the weights from your own files.',
        );
      }
      throw error;
    }
  };
  const parts = async (key: string): Promise<File[]> => {
    const found: File[] = [];
    for (;;) {
      const part = await read(partName(key, found.length));
      if (part === null || part.size === 0) return found;
      found.push(part);
    }
  };
  const removeNamed = async (matches: (name: string) => boolean): Promise<void> => {
    const names: string[] = [];
    for await (const name of folder.keys()) if (matches(name)) names.push(name);
    for (const name of names) await folder.removeEntry(name);
  };
  const get = async (key: string): Promise<Blob | null> => {
    assertCacheKey(key);
    const note = await read(`${key}.whole`);
    if (note === null) return null;
    const found = await parts(key);
    return (await note.text()) === sizesOf(found) ? new Blob(found) : null;
  };
  const finish = async (key: string): Promise<void> => write(`${key}.whole`, new Blob([sizesOf(await parts(key))]));
  const remove = async (key: string): Promise<void> => {
    assertCacheKey(key);
    // The mark goes first, so that a removal cut short leaves nothing that counts as whole.
    await removeNamed((name) => name === `${key}.whole`);
    await removeNamed((name) => name.startsWith(`${key}.`));
  };

  const openPartial = async (key: string): Promise<PartialFile> => {
    assertCacheKey(key);
    const release = await hold(`loaa-model-${key}`);
    let held = await parts(key);
    let waiting: Uint8Array<ArrayBuffer>[] = [];
    let waitingBytes = 0;
    const heldBytes = (): number => held.reduce((sum, { size }) => sum + size, 0);
    const flush = async (): Promise<void> => {
      if (waitingBytes === 0) return;
      await write(partName(key, held.length), new Blob(waiting));
      waiting = [];
      waitingBytes = 0;
      held = await parts(key);
    };
    return {
      get bytes() {
        return heldBytes() + waitingBytes;
      },
      append: async (chunk) => {
        waiting.push(new Uint8Array(chunk));
        waitingBytes += chunk.length;
        if (waitingBytes >= partBytes) await flush();
      },
      clear: async () => {
        waiting = [];
        waitingBytes = 0;
        await remove(key);
        held = [];
      },
      content: async () => {
        await flush();
        return new Blob(held);
      },
      finish: async () => {
        await flush();
        await finish(key);
      },
      close: async () => {
        try {
          await flush();
        } finally {
          release();
        }
      },
    };
  };

  return {
    get,
    put: async (key, content) => {
      await remove(key);
      if (content.size > 0) await write(partName(key, 0), content);
      await finish(key);
    },
    openPartial,
    list: async () => {
      const keys: string[] = [];
      for await (const name of folder.keys()) if (name.endsWith('.whole')) keys.push(name.slice(0, -'.whole'.length));
      const sizes: { key: string; bytes: number }[] = [];
      for (const key of keys) {
        const content = await get(key);
        if (content !== null) sizes.push({ key, bytes: content.size });
      }
      return sizes;
    },
    remove,
  };
}

function sizesOf(files: readonly File[]): string {
  return JSON.stringify(files.map(({ size }) => size));
}

/** Holds a Web Lock until the function it gives is called. Where there are no Web Locks, there is nothing to hold. */
async function hold(name: string): Promise<() => void> {
  const locks: LockManager | undefined = typeof navigator === 'undefined' ? undefined : navigator.locks;
  if (locks === undefined) return () => undefined;
  return new Promise((resolve, reject) => {
    const whenHeld = (lock: Lock | null): Promise<void> => {
      if (lock === null) {
        fail(
          'weights.cache.busy',
          'The model cache',
          'This model is being downloaded in another tab.',
          'Wait for it, or close the other tab.',
        );
      }
      return new Promise((release) => resolve(() => release(undefined)));
    };
    locks.request(name, { ifAvailable: true }, whenHeld).catch(reject);
  });
}
