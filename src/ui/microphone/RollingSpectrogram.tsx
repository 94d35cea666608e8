import { useEffect, useRef } from 'react';
import { useSession } from '../sessionContext';
import { paintColumns, rangeOf } from './paintColumns';
import styles from './Microphone.module.css';

/** Pictures a second; fewer for those who asked for less motion. */
const PACE = { usual: 20, reduced: 2 } as const;

/** What the microphone hears, scrolling by: the newest at the right, in the front end's own frames. */
export function RollingSpectrogram({ frames, label }: { readonly frames: number; readonly label: string }) {
  const session = useSession();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    const isReduced = matchMedia('(prefers-reduced-motion: reduce)').matches;
    let drawn = -1;
    const timer = setInterval(
      () => {
        const rows = session.heardNow()?.rows;
        if (!rows || !context || rows.total === drawn || document.hidden) return;
        drawn = rows.total;
        const shown = rows.last(frames);
        paintColumns(context, shown, { width: frames, from: frames - shown.frames, range: rangeOf(shown) });
      },
      1000 / (isReduced ? PACE.reduced : PACE.usual),
    );
    return () => clearInterval(timer);
  }, [session, frames]);
  return (
    <canvas
      ref={canvas}
      className={styles.rolling}
      width={frames}
      height={128}
      role="img"
      aria-label={label}
      data-testid="rolling"
    />
  );
}
