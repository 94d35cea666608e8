import { openSyncFile } from '../core/syncFile';

/** Kept features, one file each, named by their key. Nothing here fails: what cannot be kept is not kept. */
export interface FeatureFiles {
  /** Null where there is none, or it cannot be read. */
  read(key: string): Promise<ArrayBuffer | null>;
  /** @returns whether it is kept */
  write(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean>;
}

/** The features' folder in the origin's private file system; null where the browser grants none (private windows). */
export async function openFeatureFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle('features', { create: true });
  } catch {
    return null;
  }
}

/** Files of a folder, for workers. A file that was cut short in the writing is found out by its reader's checksum. */
export function createFeatureFiles(folder: FileSystemDirectoryHandle): FeatureFiles {
  return {
    async read(key) {
      try {
        return await (await (await folder.getFileHandle(key)).getFile()).arrayBuffer();
      } catch {
        return null;
      }
    },
    async write(key, bytes) {
      try {
        const access = await openSyncFile(folder, key);
        try {
          access.truncate(0);
          return access.write(bytes, { at: 0 }) === bytes.length;
        } finally {
          access.close();
        }
      } catch {
        // Full, or another worker writes the same.
        return false;
      }
    },
  };
}
