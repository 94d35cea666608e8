/** Four columns of patches: less leaves attention over time nothing to choose from. */
const LEAST_FRAMES = 64;
/** AST's own length for ten seconds. */
const MOST_FRAMES = 1024;

/**
 * How many frames T to give every clip: the smallest multiple of `patch` that covers the 80th percentile of the durations
 * (nearest rank: the ceil(0.8 n)-th smallest), between 64 and 1024. Longer clips are cut, shorter ones padded; a few long
 * clips should not make the others mostly padding, and every step slower. Durations
 * that are no positive number are passed over; without any, the least.
 *
 * @param durations seconds
 */
export function suggestFrames(durations: readonly number[], framesPerSecond = 100, patch = 16): number {
  const sorted = Float64Array.from(durations.filter((seconds) => Number.isFinite(seconds) && seconds > 0)).sort();
  const seconds = sorted[Math.ceil(0.8 * sorted.length) - 1] ?? 0;
  // Products such as 0.32 x 100 come out a hair above the whole number.
  const frames = Math.ceil(seconds * framesPerSecond - 1e-6);
  const whole = Math.ceil(frames / patch) * patch;
  return Math.min(MOST_FRAMES, Math.max(LEAST_FRAMES, whole));
}
