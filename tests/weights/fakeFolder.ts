/** What the test can do with a folder besides using it. */
export interface FakeFolder {
  readonly handle: FileSystemDirectoryHandle;
  /** The files' contents by name. */
  readonly files: Map<string, Blob>;
  /** Bytes that may still be written before the quota is exceeded. */
  room: number;
}

/**
 * A folder of the origin private file system, in memory, with the parts of its interface that the cache uses. As in the
 * standard, what is written appears when the stream is closed and not before.
 */
export function fakeFolder(): FakeFolder {
  const files = new Map<string, Blob>();
  const missing = (): never => {
    throw new DOMException('no such file', 'NotFoundError');
  };
  const fileHandle = (name: string): unknown => ({
    kind: 'file',
    name,
    getFile: async () => new File([files.get(name) ?? missing()], name),
    createWritable: async () => {
      const written: Blob[] = [];
      return {
        write: async (content: Blob) => {
          if (content.size > folder.room) throw new DOMException('full', 'QuotaExceededError');
          folder.room -= content.size;
          written.push(content);
        },
        close: async () => void files.set(name, new Blob(written)),
      };
    },
  });
  const handle = {
    kind: 'directory',
    getFileHandle: async (name: string, options?: { create?: boolean }) => {
      if (!files.has(name)) {
        if (options?.create !== true) missing();
        files.set(name, new Blob());
      }
      return fileHandle(name);
    },
    removeEntry: async (name: string) => void (files.delete(name) || missing()),
    keys: async function* () {
      yield* [...files.keys()];
    },
  };
  const folder: FakeFolder = { handle: handle as unknown as FileSystemDirectoryHandle, files, room: Infinity };
  return folder;
}
