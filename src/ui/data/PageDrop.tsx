import { useEffect, useState } from 'react';
import { ProblemNote } from '../common/ProblemNote';
import { useAttempt } from '../common/useAttempt';
import { useSession } from '../sessionContext';
import styles from './DropZone.module.css';

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** Takes files dropped anywhere on the page as data, and shows that it will while they are held over it. */
export function PageDrop() {
  const session = useSession();
  const { attempt, problem } = useAttempt('The sounds');
  const [isOver, setIsOver] = useState(false);

  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      const isTaken = event.defaultPrevented;
      event.preventDefault();
      setIsOver(!isTaken);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent) => {
      setIsOver(false);
      const transfer = event.dataTransfer;
      if (event.defaultPrevented || !transfer || !carriesFiles(event)) return;
      event.preventDefault();
      attempt(() => session.openDrop(transfer));
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [attempt, session]);

  return (
    <>
      {isOver ? (
        <div className={styles.overlay} aria-hidden>
          Drop it: the sounds are read here, in this tab
        </div>
      ) : null}
      {problem ? <ProblemNote problem={problem} /> : null}
    </>
  );
}
