/** The paper's key time steps (Figure 3), in frames. */
const KEY_FRAMES = [320, 336] as const;

/** The token column that begins at or last before a frame, within the grid. */
export function columnAt(frame: number, columns: number, stride: number): number {
  return Math.min(columns - 1, Math.max(0, Math.floor(frame / stride)));
}

/**
 * The token columns to look at first, first and last: the paper's key time steps where the clip is that long, else the
 * middle of the clip (not of its padding). 0-based in time. Where a patch is narrower than the key time steps, or patches
 * overlap, several columns begin within them.
 * @param columns W  @param stride frames from column to column  @param clipFrames frames of sound in the clip
 */
export function defaultBand(columns: number, stride: number, clipFrames: number): readonly [number, number] {
  const [from, to] = KEY_FRAMES;
  const first = Math.ceil(from / stride);
  const last = Math.ceil(to / stride) - 1;
  if (clipFrames >= to && first < columns) return [first, Math.min(columns - 1, Math.max(first, last))];
  const sounding = Math.min(columns, Math.max(1, Math.ceil(clipFrames / stride)));
  const middle = Math.floor(sounding / 2);
  return [middle, middle];
}
