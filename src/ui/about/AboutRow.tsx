import { lazy, Suspense, useState } from 'react';
import controls from '../common/controls.module.css';

const AboutDialog = lazy(() => import('./AboutDialog').then((module) => ({ default: module.AboutDialog })));

/** Opens what the page says about itself. */
export function AboutRow() {
  const [isOpen, setOpen] = useState(false);
  return (
    <p className={controls.row}>
      <button type="button" className={controls.chip} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Privacy and licences
      </button>
      {isOpen ? (
        <Suspense fallback={<span role="status">One moment…</span>}>
          <AboutDialog onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </p>
  );
}
