/** A file's synchronous access, of workers alone: TypeScript knows it in their library only. */
export interface SyncFile {
  truncate(bytes: number): void;
  /** @returns how many bytes were written: fewer than given where the storage is full */
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  /** Returns when the disk has what was written. */
  flush(): void;
  close(): void;
}

/**
 * Opens a file of the origin private file system, made where there is none. The caller closes it.
 * Source: https://fs.spec.whatwg.org (FileSystemSyncAccessHandle).
 */
export async function openSyncFile(folder: FileSystemDirectoryHandle, name: string): Promise<SyncFile> {
  const handle = await folder.getFileHandle(name, { create: true });
  return (handle as unknown as { createSyncAccessHandle(): Promise<SyncFile> }).createSyncAccessHandle();
}
