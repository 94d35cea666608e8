import { Signpost } from 'lucide-react';
import controls from '../common/controls.module.css';
import { useTour } from './tourContext';

/** Starts the tour, at any time. */
export function TourButton() {
  const { start } = useTour();
  return (
    <button type="button" className={controls.button} onClick={start} data-testid="tour">
      <Signpost size={16} aria-hidden /> Tour
    </button>
  );
}
