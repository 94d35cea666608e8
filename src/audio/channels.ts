/**
 * Pieces of several channels one after another, channel by channel, cut to `length` samples.
 * A change in the number of channels ends the clip.
 */
export function joinPieces(pieces: readonly Float32Array[][], length: number): Float32Array[] {
  const channelCount = pieces[0]?.length ?? 0;
  const change = pieces.findIndex((piece) => piece.length !== channelCount);
  const used = change === -1 ? pieces : pieces.slice(0, change);
  const available = used.reduce((sum, piece) => sum + (piece[0]?.length ?? 0), 0);
  return Array.from({ length: channelCount }, (_, c) => {
    const out = new Float32Array(Math.min(length, available));
    let at = 0;
    for (const piece of used) {
      const channel = piece[c];
      if (!channel || at >= out.length) break;
      out.set(channel.subarray(0, out.length - at), at);
      at += channel.length;
    }
    return out;
  });
}

/** The mean over the channels, as a new array. */
export function monoOf(channels: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(0), ...others] = channels;
  const out = first.slice();
  if (others.length === 0) return out;
  for (let i = 0; i < out.length; i++) {
    let sum = out[i] as number;
    for (const channel of others) sum += channel[i] as number;
    out[i] = sum / channels.length;
  }
  return out;
}

/** How many samples are no usable numbers: NaN, infinite, or so large that arithmetic on them overflows. */
export function countUnusable(channels: readonly Float32Array[]): number {
  let count = 0;
  for (const channel of channels) {
    for (let i = 0; i < channel.length; i++) if (!(Math.abs(channel[i] as number) <= 1e30)) count++;
  }
  return count;
}

/** The largest absolute sample. */
export function peakOf(wave: Float32Array): number {
  let peak = 0;
  for (let i = 0; i < wave.length; i++) peak = Math.max(peak, Math.abs(wave[i] as number));
  return peak;
}

/** Two stretches of one channel, one after the other, as a new array. */
export function joined(first: Float32Array, second: Float32Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(first.length + second.length);
  out.set(first);
  out.set(second, first.length);
  return out;
}
