import { FolderOpen } from 'lucide-react';
import { FileButton } from '../common/FileButton';
import { useSession } from '../sessionContext';

/** Chromium's part of a window. */
interface PicksFolders {
  showDirectoryPicker?(options: { readonly id: string; readonly mode: 'read' }): Promise<FileSystemDirectoryHandle>;
}

/**
 * Chooses a folder: with the browser's own picker, which gives what opens it again in a later visit, where there is one; else
 * with that of a file input.
 */
export function FolderButton({ attempt }: { readonly attempt: (action: () => Promise<void>) => void }) {
  const session = useSession();
  const { showDirectoryPicker } = window as PicksFolders;
  const onPress =
    showDirectoryPicker &&
    (() => attempt(async () => session.openFolder(await showDirectoryPicker({ id: 'sounds', mode: 'read' }))));
  return (
    <FileButton
      folder
      onFiles={(files) => attempt(() => session.openFiles(files))}
      onPress={onPress}
      testId="folder-input"
    >
      <FolderOpen size={16} aria-hidden /> Choose a folder
    </FileButton>
  );
}
