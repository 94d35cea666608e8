/**
 * The outline of a wave as an SVG path: the lowest and the highest sample of each column.
 * @param width columns @param height what full scale spans, the middle being silence
 */
export function wavePath(samples: Float32Array, width: number, height: number): string {
  if (samples.length === 0) return '';
  const half = height / 2;
  const columns = Math.min(width, samples.length);
  const parts: string[] = [];
  for (let x = 0; x < columns; x++) {
    const from = Math.floor((x * samples.length) / columns);
    const to = Math.max(from + 1, Math.floor(((x + 1) * samples.length) / columns));
    let low = 1;
    let high = -1;
    for (let i = from; i < to; i++) {
      low = Math.min(low, samples[i] as number);
      high = Math.max(high, samples[i] as number);
    }
    const at = ((x + 0.5) * width) / columns;
    parts.push(`M${at.toFixed(1)} ${(half - half * high).toFixed(1)}V${(half - half * low + 0.5).toFixed(1)}`);
  }
  return parts.join('');
}
