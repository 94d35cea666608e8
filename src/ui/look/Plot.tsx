import type { ReactNode } from 'react';
import type { FrontEndName } from '../../audio/types';
import { hertz, significant } from '../format';
import { hertzTicks, secondTicks } from './axes';
import styles from './Look.module.css';
import { PixelCanvas } from './PixelCanvas';
import { PaddingMark } from './PaddingMark';
import type { Padding } from './padding';
import type { Picture } from './pixels';

interface PlotProps {
  readonly title: string;
  /** What the picture shows, for those who do not see it. */
  readonly label: string;
  readonly picture: Picture;
  readonly frontEnd: FrontEndName;
  /** Length of the time axis. */
  readonly seconds: number;
  /** The chosen token column as shares of the time axis, where it is to be drawn. */
  readonly band: readonly [number, number] | null;
  /** What of the time axis is no sound, to be marked. */
  readonly padding: Padding | null;
  readonly testId?: string;
  readonly children?: ReactNode;
}

/** A picture over time and frequency with its axes, the chosen column and the play cursor. */
export function Plot({ title, label, picture, frontEnd, seconds, band, padding, testId, children }: PlotProps) {
  return (
    <figure className={styles.plot} data-testid={testId}>
      <figcaption className={styles.caption}>{title}</figcaption>
      <div className={styles.axes} role="img" aria-label={label}>
        <div className={styles.hertz} aria-hidden>
          {hertzTicks(frontEnd).map(({ at, value }) => (
            <span key={value} style={{ bottom: `${at * 100}%` }}>
              {hertz(value)}
            </span>
          ))}
        </div>
        <div className={styles.picture}>
          <PixelCanvas picture={picture} />
          {padding ? <PaddingMark from={padding.from} /> : null}
          {band ? (
            <div
              className={styles.band}
              style={{ left: `${band[0] * 100}%`, width: `${(band[1] - band[0]) * 100}%` }}
            />
          ) : null}
          <div className={styles.cursor} />
        </div>
        <div className={styles.seconds} aria-hidden>
          {secondTicks(seconds).map(({ at, value }) => (
            <span key={value} style={{ left: `${at * 100}%` }}>
              {significant(value, 3)} s
            </span>
          ))}
        </div>
      </div>
      {children}
    </figure>
  );
}
