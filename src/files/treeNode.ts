/** A file of a tree to walk, however the browser names it; `path` is relative to what was given, with `/`. */
export interface FileNode {
  readonly kind: 'file';
  readonly name: string;
  readonly path: string;
  open(): Promise<File>;
}

/** A folder of such a tree. */
export interface FolderNode {
  readonly kind: 'folder';
  readonly name: string;
  readonly path: string;
  /** All that lies in it. Rejects where it cannot be read, and with the signal's reason. */
  children(signal?: AbortSignal): Promise<TreeNode[]>;
}

export type TreeNode = FileNode | FolderNode;

export const isFile = (node: TreeNode): node is FileNode => node.kind === 'file';
export const isFolder = (node: TreeNode): node is FolderNode => node.kind === 'folder';

/**
 * What a drop gives. Its path is `fullPath` without its leading slash.
 *
 * Source: File and Directory Entries API, section 7.2 (`readEntries`).
 */
export function entryNode(entry: FileSystemEntry): TreeNode {
  const { name } = entry;
  const path = entry.fullPath.replace(/^\/+/, '');
  if (isDirectoryEntry(entry))
    return { kind: 'folder', name, path, children: async (signal) => (await childrenOf(entry, signal)).map(entryNode) };
  const open = () => new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
  return { kind: 'file', name, path, open };
}

function isDirectoryEntry(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** All entries of one folder. `readEntries` gives at most 100 at a time and an empty list at the end. */
async function childrenOf(directory: FileSystemDirectoryEntry, signal?: AbortSignal): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    signal?.throwIfAborted();
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return children;
    children.push(...batch);
  }
}

/** What a browser gives to open again later (File System API), below a folder of that path. */
export function handleNode(handle: FileSystemHandle, folder: string | null = null): TreeNode {
  const { name } = handle;
  const path = folder === null ? name : `${folder}/${name}`;
  if (isDirectoryHandle(handle)) {
    const children = async (signal?: AbortSignal) => {
      const found: TreeNode[] = [];
      for await (const child of handle.values()) {
        signal?.throwIfAborted();
        found.push(handleNode(child, path));
      }
      return found;
    };
    return { kind: 'folder', name, path, children };
  }
  return { kind: 'file', name, path, open: () => (handle as FileSystemFileHandle).getFile() };
}

function isDirectoryHandle(handle: FileSystemHandle): handle is FileSystemDirectoryHandle {
  return handle.kind === 'directory';
}
