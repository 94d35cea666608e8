import type { Segment } from './types';

/** Seconds without needless digits: at most six decimals, a microsecond. */
function plain(seconds: number): string {
  return String(Number(seconds.toFixed(6)));
}

/** How a clip is named: its recording's path, and "#start-end" in seconds behind it where it is a stretch of it. */
export function segmentName(path: string, segment: Segment | null): string {
  return segment ? `${path}#${plain(segment.start)}-${plain(segment.end)}` : path;
}
