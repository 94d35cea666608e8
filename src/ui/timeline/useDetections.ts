import { useMemo } from 'react';
import { detect } from '../../detection/detect';
import type { Detection, Track } from '../../detection/types';
import { useApp } from '../sessionContext';
import { useHeard } from './useHeard';

/** The scores of the recording so far, and what the rule makes of them. */
export function useDetections(): { readonly track: Track; readonly detections: readonly Detection[] } {
  const { labels, times, rows, secondsRead: seconds } = useHeard();
  const rule = useApp((state) => state.timeline.rule);
  const track = useMemo(() => ({ labels, times, rows, seconds }), [labels, times, rows, seconds]);
  const detections = useMemo(() => detect(track, rule), [track, rule]);
  return { track, detections };
}
