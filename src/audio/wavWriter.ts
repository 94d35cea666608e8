const HEADER_BYTES = 44;
const PCM = 1;
const FULL_SCALE = 32_767;

/**
 * A mono sound as a WAV file of 16-bit samples, little-endian: round(32767 x), cut at full scale.
 * Source: Microsoft/IBM, "Multimedia Programming Interface and Data Specifications 1.0", 1991.
 */
export function writeWav(samples: Float32Array, sampleRate: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES + 2 * samples.length);
  const view = new DataView(bytes.buffer);
  const text = (at: number, ascii: string) =>
    bytes.set(
      [...ascii].map((c) => c.charCodeAt(0)),
      at,
    );
  text(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, PCM, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, 2 * samples.length, true);
  for (let i = 0; i < samples.length; i++) {
    const value = Math.round(FULL_SCALE * Math.min(1, Math.max(-1, samples[i] as number)));
    view.setInt16(HEADER_BYTES + 2 * i, value, true);
  }
  return bytes;
}
