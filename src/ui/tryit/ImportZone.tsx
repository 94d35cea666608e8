import { FileUp, FolderUp } from 'lucide-react';
import { FileButton } from '../common/FileButton';
import { useSession } from '../sessionContext';
import { TakeZone } from '../common/TakeZone';

interface ImportZoneProps {
  readonly disabled: boolean;
  /** Runs work and shows what went wrong with it. */
  readonly attempt: (work: () => Promise<void>) => void;
}

/** The way in for an adapter: a zip, its files, or the folder of train.py, picked or dropped. */
export function ImportZone({ disabled, attempt }: ImportZoneProps) {
  const session = useSession();
  const take = (files: readonly File[]) => attempt(() => session.importAdapter(files));
  return (
    <TakeZone
      label="Adapter to import"
      disabled={disabled}
      onTake={(transfer) => attempt(() => session.dropAdapter(transfer))}
    >
      <FileButton
        multiple
        accept=".zip,.safetensors,.json,.csv"
        onFiles={take}
        disabled={disabled}
        testId="import-input"
      >
        <FileUp size={16} aria-hidden /> Import an adapter
      </FileButton>
      <FileButton folder onFiles={take} disabled={disabled} testId="import-folder">
        <FolderUp size={16} aria-hidden /> its folder
      </FileButton>
      <p>or drop it here: a zip of this page, or the folder that train.py wrote</p>
    </TakeZone>
  );
}
