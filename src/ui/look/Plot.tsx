import type { ReactNode } from 'react';
import type { FrontEndName } from '../../audio/types';
import { hertz, significant } from '../format';
import { hertzTicks, secondTicks } from './axes';
import styles from './Look.module.css';
import { PixelCanvas } from './PixelCanvas';
import { PaddingMark } from './PaddingMark';
import type { Padding } from './padding';
import type { Picture } from './pixels';

/** A stretch of both axes, as shares of a picture: from the left, from the bottom. */
export interface Box {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

export interface PlotProps {
  /** What stands above it: its name, or a way to choose what it is. */
  readonly title: ReactNode;
  /** What the picture shows, for those who do not see it. */
  readonly label: string;
  readonly picture: Picture;
  /** Whether each of its pixels is to be seen, as of a patch. */
  readonly sharp?: boolean;
  readonly frontEnd: FrontEndName;
  /** Length of the time axis. */
  readonly seconds: number;
  /** The key time as shares of the time axis, where it is to be drawn. */
  readonly band: readonly [number, number] | null;
  /** The patch that is looked from, where one is. */
  readonly patch?: Box | null;
  /** What of the time axis is no sound, to be marked. */
  readonly padding: Padding | null;
  /** What can be done on the picture, a control that lies over it. */
  readonly target?: ReactNode;
  readonly testId?: string | undefined;
  readonly children?: ReactNode;
}

/** A picture over time and frequency with its axes, the key time, the patch that is looked from and the cursors. */
export function Plot(props: PlotProps) {
  const { title, label, picture, sharp, frontEnd, seconds, band, patch, padding, target, testId, children } = props;
  return (
    <figure className={styles.plot} data-testid={testId}>
      <figcaption className={styles.caption}>{title}</figcaption>
      <div className={styles.axes}>
        <div className={styles.hertz} aria-hidden>
          {hertzTicks(frontEnd).map(({ at, value }) => (
            <span key={value} style={{ bottom: `${at * 100}%` }}>
              {hertz(value)}
            </span>
          ))}
        </div>
        <div className={styles.picture}>
          <div className={styles.image} role="img" aria-label={label}>
            <PixelCanvas picture={picture} {...(sharp && { sharp })} />
          </div>
          {padding ? <PaddingMark from={padding.from} /> : null}
          {band ? <div className={styles.band} style={placed({ x: band, y: [0, 1] })} /> : null}
          {patch ? <div className={styles.patch} style={placed(patch)} /> : null}
          <div className={styles.cursor} />
          <div className={styles.crossTime} />
          <div className={styles.crossFrequency} />
          {target}
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

function placed({ x, y }: Box) {
  const percent = (share: number) => `${share * 100}%`;
  return {
    left: percent(x[0]),
    width: percent(x[1] - x[0]),
    bottom: percent(y[0]),
    height: percent(y[1] - y[0]),
  };
}
