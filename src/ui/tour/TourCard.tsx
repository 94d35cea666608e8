import { X } from 'lucide-react';
import { useCallback, useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import controls from '../common/controls.module.css';
import { goTo } from '../views/route';
import { cardPlace } from './place';
import { TOUR, type TourStep } from './steps';
import styles from './Tour.module.css';
import { useTarget } from './useTarget';

/** The tour: a card beside a real element of the page, which can be used all the while. Escape ends it, arrows go on and back. */
export function TourCard({ onEnd }: { readonly onEnd: () => void }) {
  const [at, setAt] = useState(0);
  const step = TOUR[at];
  useEffect(() => {
    const leave = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onEnd();
    };
    document.addEventListener('keydown', leave);
    return () => document.removeEventListener('keydown', leave);
  }, [onEnd]);
  if (!step) return null;
  return <Stop key={at} step={step} at={at} onGo={setAt} onEnd={onEnd} />;
}

interface StopProps {
  readonly step: TourStep;
  readonly at: number;
  readonly onGo: (at: number) => void;
  readonly onEnd: () => void;
}

function Stop({ step, at, onGo, onEnd }: StopProps) {
  const heading = useId();
  const text = useId();
  const card = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  // After the view has taken the focus, as it does when it is shown.
  const box = useTarget(
    step,
    useCallback(() => card.current?.focus({ preventScroll: true }), []),
  );
  useEffect(() => goTo(step.view), [step.view]);
  useLayoutEffect(() => {
    card.current?.showPopover();
    const { offsetWidth: width = 0, offsetHeight: height = 0 } = card.current ?? {};
    setSize({ width, height });
  }, []);
  const isLast = at === TOUR.length - 1;
  const turn = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight' && !isLast) onGo(at + 1);
    else if (event.key === 'ArrowLeft' && at > 0) onGo(at - 1);
  };
  const place = cardPlace(box, size, { width: innerWidth, height: innerHeight });
  return (
    <>
      {box ? (
        <div
          className={styles.spot}
          style={{ left: box.left - 6, top: box.top - 6, width: box.width + 12, height: box.height + 12 }}
          aria-hidden
        />
      ) : null}
      {/* Arrow keys turn its pages wherever the focus is within it; its buttons do the same. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={card}
        popover="manual"
        role="dialog"
        aria-labelledby={heading}
        aria-describedby={text}
        tabIndex={-1}
        className={styles.card}
        style={place}
        onKeyDown={turn}
        data-testid="tour-card"
      >
        <div className={styles.head}>
          <p id={heading} className={styles.title}>
            <span className={controls.quiet}>
              {at + 1} of {TOUR.length}
            </span>{' '}
            {step.title}
          </p>
          <button type="button" className={controls.icon} onClick={onEnd} aria-label="End the tour">
            <X size={16} aria-hidden />
          </button>
        </div>
        <p id={text}>{step.text}</p>
        <div className={styles.buttons}>
          <button type="button" className={controls.button} disabled={at === 0} onClick={() => onGo(at - 1)}>
            Back
          </button>
          <button type="button" className={controls.primary} onClick={() => (isLast ? onEnd() : onGo(at + 1))}>
            {isLast ? 'Done' : 'Next'}
          </button>
        </div>
      </div>
    </>
  );
}
