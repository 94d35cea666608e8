import { startTransition, useEffect, useRef, useState } from 'react';

/**
 * A value that is passed on at most every `milliseconds`; the last one always arrives. What it leads to is drawn behind what a
 * person does meanwhile.
 */
export function useThrottled<T>(value: T, milliseconds: number): T {
  const [shown, setShown] = useState(value);
  const last = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, last.current + milliseconds - performance.now());
    const timer = setTimeout(() => {
      last.current = performance.now();
      startTransition(() => setShown(value));
    }, wait);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return shown;
}
