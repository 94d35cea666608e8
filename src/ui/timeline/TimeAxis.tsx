import { clock, clockTicks } from './clock';
import styles from './Timeline.module.css';
import { shareOf, type Viewport } from './viewport';

/** Round times below the plots. */
export function TimeAxis({ view }: { readonly view: Viewport }) {
  const { step, times } = clockTicks(view.from, view.to, 7);
  return (
    <div className={styles.axis} aria-hidden>
      {times.map((time) => {
        const at = 100 * shareOf(view, time);
        // Shifted by its own share, so that those at the ends stay inside.
        return (
          <span key={time} style={{ insetInlineStart: `${at}%`, transform: `translateX(-${at}%)` }}>
            {clock(time, step)}
          </span>
        );
      })}
    </div>
  );
}
