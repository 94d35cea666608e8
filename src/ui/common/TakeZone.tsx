import { useState, type ReactNode } from 'react';
import styles from './TakeZone.module.css';

interface TakeZoneProps {
  readonly label: string;
  /** What is dropped is then left alone. */
  readonly disabled: boolean;
  /** Called in the drop event: entries must be taken before it returns. */
  readonly onTake: (transfer: DataTransfer) => void;
  readonly testId?: string;
  /** The ways for a keyboard, and what may be dropped. */
  readonly children: ReactNode;
}

/** A place that takes a drop for itself, before the page takes it as data, and shows that it will. */
export function TakeZone({ label, disabled, onTake, testId, children }: TakeZoneProps) {
  const [isOver, setIsOver] = useState(false);
  return (
    <div
      className={styles.zone}
      role="group"
      aria-label={label}
      data-over={isOver ? '' : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        if (!disabled) onTake(event.dataTransfer);
      }}
      data-testid={testId}
    >
      {children}
    </div>
  );
}
