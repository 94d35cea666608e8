import type { Detection, DetectionRule, Track } from './types';

/**
 * The stretches in which classes were heard, in the order of their beginnings.
 *
 * The rule, for each class on its own:
 * 1. A window speaks for the time that is nearer to its middle than to any other window's: cell k runs from
 *    (t[k-1] + t[k]) / 2 to (t[k] + t[k+1]) / 2, the first from 0, the last to the end of the sound.
 * 2. Cells whose score is at or above the class's threshold are joined to stretches where they touch.
 * 3. Stretches whose gap is at most `gapSeconds` are joined.
 * 4. Of what is then there, stretches shorter than `minSeconds` are dropped.
 */
export function detect(track: Track, rule: DetectionRule): Detection[] {
  const out: Detection[] = [];
  const edges = cellEdges(track);
  track.labels.forEach((label, classIndex) => {
    const threshold = rule.thresholds[classIndex] ?? null;
    if (threshold === null) return;
    for (const [from, to] of stretches(track, edges, classIndex, threshold, rule.gapSeconds)) {
      const start = edges[from] as number;
      const end = edges[to] as number;
      if (end - start < rule.minSeconds - ROUNDING) continue;
      out.push({ classIndex, label, start, end, ...scoresWithin(track, edges, classIndex, from, to) });
    }
  });
  return out.sort((a, b) => a.start - b.start || a.classIndex - b.classIndex);
}

/** Times are sums of floats: a stretch of two cells of 0.1 s is not shorter than 0.2 s. */
const ROUNDING = 1e-9;

/** Where cells begin and end: n + 1 times for n windows. */
export function cellEdges({ times, seconds }: Pick<Track, 'times' | 'seconds'>): readonly number[] {
  if (times.length === 0) return [];
  const inner = times.slice(1).map((time, k) => ((times[k] as number) + time) / 2);
  return [0, ...inner, Math.max(seconds, times.at(-1) as number)];
}

/** Runs of cells [from, to) at or above the threshold, joined over short gaps. */
function stretches(
  { rows }: Track,
  edges: readonly number[],
  classIndex: number,
  threshold: number,
  gapSeconds: number,
): [number, number][] {
  const out: [number, number][] = [];
  rows.forEach((row, k) => {
    if (!((row[classIndex] ?? 0) >= threshold)) return;
    const last = out.at(-1);
    const gap = last ? (edges[k] as number) - (edges[last[1]] as number) : Infinity;
    if (last && (last[1] === k || gap <= gapSeconds + ROUNDING)) last[1] = k + 1;
    else out.push([k, k + 1]);
  });
  return out;
}

function scoresWithin(
  { rows }: Track,
  edges: readonly number[],
  classIndex: number,
  from: number,
  to: number,
): Pick<Detection, 'peak' | 'mean'> {
  let peak = 0;
  let sum = 0;
  for (let k = from; k < to; k++) {
    const score = rows[k]?.[classIndex] ?? 0;
    peak = Math.max(peak, score);
    sum += score * ((edges[k + 1] as number) - (edges[k] as number));
  }
  const length = (edges[to] as number) - (edges[from] as number);
  return { peak, mean: length > 0 ? sum / length : peak };
}
