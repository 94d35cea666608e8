import controls from '../common/controls.module.css';
import { TOUR } from './steps';
import styles from './Tour.module.css';
import { useTour } from './tourContext';

/** Offers the tour at the first visit, once. */
export function TourOffer() {
  const { isSeen, start, decline } = useTour();
  if (isSeen) return null;
  return (
    <p className={styles.offer} data-testid="tour-offer">
      New here? {TOUR.length} stops show what the page does.
      <button type="button" className={controls.button} onClick={start}>
        Take the tour
      </button>
      <button type="button" className={controls.chip} onClick={decline}>
        No, thanks
      </button>
    </p>
  );
}
