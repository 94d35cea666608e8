import { useEffect, useRef } from 'react';
import { useSession } from '../sessionContext';
import styles from './Microphone.module.css';

/** The quietest level that the meter shows. Decibels of full scale. */
const FLOOR_DB = -60;
/** Above this it may be cut off. */
const LOUD_DB = -3;

/** A level in [0, 1] as a share of the meter: decibels, evenly. */
function shareOf(level: number): number {
  const db = level > 0 ? 20 * Math.log10(level) : FLOOR_DB;
  return Math.max(0, 1 - Math.max(FLOOR_DB, db) / FLOOR_DB);
}

/** How loud it is, drawn past React: it changes with every frame. */
export function LevelMeter() {
  const session = useSession();
  const meter = useRef<HTMLMeterElement>(null);
  useEffect(() => {
    let frame = 0;
    const draw = () => {
      if (meter.current) meter.current.value = shareOf(session.heardNow()?.level ?? 0);
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [session]);
  return (
    <meter
      ref={meter}
      className={styles.meter}
      min={0}
      max={1}
      high={1 - LOUD_DB / FLOOR_DB}
      aria-label="Level of the microphone"
      data-testid="mic-level"
    />
  );
}
