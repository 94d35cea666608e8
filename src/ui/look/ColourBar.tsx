import { useMemo } from 'react';
import { significant } from '../format';
import styles from './Look.module.css';
import { paintMap } from './pixels';
import { PixelCanvas } from './PixelCanvas';

const RAMP = Float32Array.from({ length: 256 }, (_, i) => i / 255);

/** What the colours of both maps stand for. */
export function ColourBar({ range }: { readonly range: readonly [number, number] }) {
  const picture = useMemo(() => paintMap(RAMP, [1, 256], [0, 1]), []);
  const middle = (range[0] + range[1]) / 2;
  return (
    <div className={styles.bar} role="img" aria-label={`Attention from ${range[0]} (dark) to ${range[1]} (bright)`}>
      <span className={styles.barTitle} aria-hidden>
        Attention, both maps
      </span>
      <PixelCanvas picture={picture} />
      <div className={styles.barTicks} aria-hidden>
        {[range[0], middle, range[1]].map((value, i) => (
          <span key={i}>{significant(value, 2)}</span>
        ))}
      </div>
    </div>
  );
}
