import { useRef, type ReactNode } from 'react';
import controls from './controls.module.css';

interface FileButtonProps {
  readonly children: ReactNode;
  readonly onFiles: (files: readonly File[]) => void;
  /** What a person is asked for, where the button's own words do not say it. */
  readonly label?: string;
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Choose a folder with everything below it. */
  readonly folder?: boolean;
  /** What a press does instead of opening the input's picker. */
  readonly onPress?: (() => void) | undefined;
  readonly disabled?: boolean;
  readonly testId?: string;
}

/** A button that opens the file picker. The input behind it is out of sight but takes files in tests all the same. */
export function FileButton(props: FileButtonProps) {
  const { children, onFiles, label, accept, multiple, folder, onPress, disabled, testId } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={controls.button}
        disabled={disabled}
        onClick={onPress ?? (() => input.current?.click())}
        aria-label={label}
      >
        {children}
      </button>
      <input
        ref={input}
        type="file"
        className={controls.hidden}
        tabIndex={-1}
        aria-hidden
        accept={accept}
        multiple={multiple || folder}
        {...(folder ? { webkitdirectory: '' } : {})}
        disabled={disabled}
        data-testid={testId}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
