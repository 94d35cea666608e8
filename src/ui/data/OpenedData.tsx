import { useState } from 'react';
import type { Dataset } from '../../dataset/types';
import controls from '../common/controls.module.css';
import { ClipMapPanel } from '../map/ClipMapPanel';
import { ClassTable } from './ClassTable';
import { ClipBrowser } from './ClipBrowser';
import { DurationHistogram } from './DurationHistogram';
import { EditBar } from './EditBar';
import { SplitControls } from './SplitControls';
import { StraddleNote } from './StraddleNote';

/** What there is to see and to do once a data set is open. Loaded then: the first visit does without. */
export default function OpenedData({ dataset }: { readonly dataset: Dataset }) {
  const [shown, setShown] = useState<string | null>(null);
  const open = (className: string) => {
    setShown(className);
    document.getElementById('clips')?.scrollIntoView({ block: 'start' });
    document.querySelector<HTMLElement>('#clips [role="grid"]')?.focus({ preventScroll: true });
  };
  return (
    <>
      <div className={controls.beside}>
        <div className={controls.stack}>
          <ClassTable onOpen={open} />
          <EditBar />
        </div>
        <div className={controls.stack}>
          <DurationHistogram />
          <SplitControls dataset={dataset} />
          <StraddleNote />
        </div>
      </div>
      <ClipBrowser className={shown} onClass={setShown} />
      <ClipMapPanel />
    </>
  );
}
