import { lazy, Suspense, useMemo, useRef, useState, type ReactNode } from 'react';
import { isTourSeen, markTourSeen } from './seen';
import { TourContextProvider, type Tour } from './tourContext';

const TourCard = lazy(() => import('./TourCard').then((module) => ({ default: module.TourCard })));

/** Holds whether the tour runs; focus goes back to where it was when it ends. */
export function TourProvider({ children }: { readonly children: ReactNode }) {
  const [isSeen, setIsSeen] = useState(isTourSeen);
  const [isRunning, setIsRunning] = useState(false);
  const opener = useRef<Element | null>(null);
  const tour = useMemo((): Tour => {
    const decline = () => {
      markTourSeen();
      setIsSeen(true);
    };
    return {
      isSeen,
      decline,
      start() {
        decline();
        opener.current = document.activeElement;
        setIsRunning(true);
      },
    };
  }, [isSeen]);
  const end = () => {
    setIsRunning(false);
    const { current } = opener;
    // What offered the tour may be gone by now; its button in the header is always there.
    const back = current?.isConnected ? current : document.querySelector('[data-testid="tour"]');
    if (back instanceof HTMLElement) back.focus();
  };
  return (
    <TourContextProvider value={tour}>
      {children}
      {isRunning ? (
        <Suspense fallback={null}>
          <TourCard onEnd={end} />
        </Suspense>
      ) : null}
    </TourContextProvider>
  );
}
