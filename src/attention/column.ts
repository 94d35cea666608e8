/** The paper's key time steps (Figure 3), in frames. */
const KEY_FRAMES = [320, 336] as const;

/**
 * The token column to look at first: the paper's key time steps where the clip is that long, else the middle of the clip
 * (not of its padding). 0-based in time.
 * @param columns W  @param stride frames from column to column  @param clipFrames frames of sound in the clip
 */
export function defaultColumn(columns: number, stride: number, clipFrames: number): number {
  const [from, to] = KEY_FRAMES;
  const key = Math.floor(from / stride);
  if (clipFrames >= to && key < columns) return key;
  const sounding = Math.min(columns, Math.max(1, Math.ceil(clipFrames / stride)));
  return Math.floor(sounding / 2);
}
