import { useMemo } from 'react';
import { significant } from '../format';
import type { ColourName } from './colourMaps';
import styles from './Look.module.css';
import { paintMap } from './pixels';
import { PixelCanvas } from './PixelCanvas';

const RAMP = Float32Array.from({ length: 256 }, (_, i) => i / 255);

interface ColourBarProps {
  readonly range: readonly [number, number];
  readonly title: string;
  readonly colours?: ColourName;
  /** Without its title, below the picture that it is of. */
  readonly quiet?: boolean;
}

/** What the colours of a map stand for. */
export function ColourBar({ range, title, colours = 'attention', quiet }: ColourBarProps) {
  const picture = useMemo(() => paintMap(RAMP, [1, 256], [0, 1], colours), [colours]);
  const middle = (range[0] + range[1]) / 2;
  const [low, high] = range.map((value) => significant(value, 2));
  return (
    <div
      className={styles.bar}
      data-quiet={quiet ? '' : undefined}
      role="img"
      aria-label={`${title}: colours from ${low} to ${high}`}
    >
      {quiet ? null : (
        <span className={styles.barTitle} aria-hidden>
          {title}
        </span>
      )}
      <PixelCanvas picture={picture} />
      <div className={styles.barTicks} aria-hidden>
        {[range[0], middle, range[1]].map((value, i) => (
          <span key={i}>{significant(value, 2)}</span>
        ))}
      </div>
    </div>
  );
}
