import type { TimelineState } from '../../detection/state';
import { useThrottled } from '../common/useThrottled';
import { useApp } from '../sessionContext';

/** The least time between two drawings while a recording is heard, and that for each window. Milliseconds. */
const LEAST_MS = 250;
const MS_A_WINDOW = 0.1;

/** What was heard of the recording so far, for what draws all of it: the more there is, the less often it is drawn. */
export function useHeard(): TimelineState {
  const timeline = useApp((state) => state.timeline);
  return useThrottled(timeline, LEAST_MS + MS_A_WINDOW * timeline.times.length);
}
