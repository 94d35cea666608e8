import { lazy, Suspense, useEffect, useState } from 'react';
import { waitingTakes } from '../../microphone/state';
import { useApp, useSession } from '../sessionContext';
import styles from './Record.module.css';

const RecordPanel = lazy(() => import('./RecordPanel').then((module) => ({ default: module.RecordPanel })));

/** The recorder, folded away until it is wanted: it and what it needs are loaded then. Folded again, the microphone is off. */
export function RecordBox() {
  const [isOpen, setIsOpen] = useState(false);
  const session = useSession();
  const waiting = useApp((state) => waitingTakes(state.microphone.recorder).length);
  useEffect(() => void session.restoreTakes(), [session]);
  return (
    <details
      className={styles.box}
      open={isOpen}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
      data-testid="record-box"
    >
      <summary>Record a class with the microphone{waiting > 0 && !isOpen ? ` (${waiting} not added yet)` : ''}</summary>
      {isOpen ? (
        <Suspense fallback={null}>
          <RecordPanel />
        </Suspense>
      ) : null}
    </details>
  );
}
