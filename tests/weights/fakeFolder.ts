/** What the test can do with a folder besides using it. */
export interface FakeFolder {
  readonly handle: FileSystemDirectoryHandle;
  /** The files' contents by name. */
  readonly files: Map<string, Blob>;
  /** Bytes that may still be written before the quota is exceeded. */
  room: number;
  /** Changes that may still be made before the process is killed: the last of them half, those after it not at all. */
  life: number;
}

/** Thrown by what a killed process does not come to do any more. */
export class Killed extends Error {}

/**
 * A folder of the origin private file system, in memory, with the parts of its interface that the cache uses. As in the
 * standard, what is written to a stream appears when that is closed and not before; what is written to a synchronous handle
 * appears at once.
 */
export function fakeFolder(): FakeFolder {
  const files = new Map<string, Blob>();
  const missing = (): never => {
    throw new DOMException('no such file', 'NotFoundError');
  };
  /** Makes a change; where the process is killed meanwhile, as little as `half` of it. */
  const change = (whole: () => void, half: () => void = () => undefined) => {
    folder.life--;
    if (folder.life === 0) half();
    if (folder.life <= 0) throw new Killed();
    whole();
  };
  const fileHandle = (name: string): unknown => ({
    kind: 'file',
    name,
    getFile: async () => new File([files.get(name) ?? missing()], name),
    createSyncAccessHandle: async () => ({
      truncate: (size: number) => change(() => files.set(name, (files.get(name) ?? missing()).slice(0, size))),
      write: (content: Uint8Array<ArrayBuffer>, { at }: { at: number }) => {
        const fits = content.slice(0, Math.min(content.length, folder.room));
        const put = (bytes: Uint8Array<ArrayBuffer>) =>
          files.set(name, new Blob([(files.get(name) ?? missing()).slice(0, at), bytes]));
        change(
          () => put(fits),
          () => put(fits.slice(0, fits.length / 2)),
        );
        folder.room -= fits.length;
        return fits.length;
      },
      flush: () => change(() => undefined),
      close: () => undefined,
    }),
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
        change(() => files.set(name, new Blob()));
      }
      return fileHandle(name);
    },
    removeEntry: async (name: string) => change(() => files.delete(name) || missing()),
    keys: async function* () {
      yield* [...files.keys()];
    },
  };
  const folder: FakeFolder = {
    handle: handle as unknown as FileSystemDirectoryHandle,
    files,
    room: Infinity,
    life: Infinity,
  };
  return folder;
}
