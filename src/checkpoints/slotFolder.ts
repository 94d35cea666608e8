import { openSyncFile } from '../core/syncFile';

/** The few files of a folder that slots are made of. */
export interface SlotFolder {
  /** Null where there is no such file. */
  read(name: string): Promise<Blob | null>;
  /** Writes a file anew, and returns when the disk has it. */
  write(name: string, content: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Does nothing where there is no such file. */
  remove(name: string): Promise<void>;
}

/**
 * A folder of the origin private file system, in a worker: files are written through synchronous handles, which alone flush
 * to the disk.
 */
export function createOpfsSlots(folder: FileSystemDirectoryHandle): SlotFolder {
  return {
    read: (name) => unlessMissing(async () => (await folder.getFileHandle(name)).getFile()),
    async write(name, content) {
      const file = await openSyncFile(folder, name);
      try {
        file.truncate(0);
        if (file.write(content, { at: 0 }) < content.length)
          throw new DOMException(`${name} was not written to its end.`, 'QuotaExceededError');
        file.flush();
      } finally {
        file.close();
      }
    },
    async remove(name) {
      await unlessMissing(() => folder.removeEntry(name));
    },
  };
}

async function unlessMissing<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return null;
    throw error;
  }
}
