/** A RIFF chunk: its id, body and, where it lies, the size that it claims. */
export interface WavChunk {
  readonly id: string;
  readonly body: Uint8Array;
  readonly size?: number;
  readonly padded?: boolean;
}

export interface FmtOptions {
  readonly tag?: number;
  readonly channels?: number;
  readonly rate?: number;
  readonly bits?: number;
  readonly blockAlign?: number;
  /** Makes the format extensible, with `tag` as its sub-format. */
  readonly extensible?: boolean;
}

export function fmtChunk(options: FmtOptions = {}): WavChunk {
  const { tag = 1, channels = 1, rate = 16_000, bits = 16, extensible = false } = options;
  const blockAlign = options.blockAlign ?? channels * Math.ceil(bits / 8);
  const body = new Uint8Array(extensible ? 40 : 16);
  const view = new DataView(body.buffer);
  view.setUint16(0, extensible ? 0xfffe : tag, true);
  view.setUint16(2, channels, true);
  view.setUint32(4, rate, true);
  view.setUint32(8, (rate * blockAlign) >>> 0, true);
  view.setUint16(12, blockAlign, true);
  view.setUint16(14, bits, true);
  if (extensible) {
    view.setUint16(16, 22, true);
    view.setUint16(18, bits, true);
    view.setUint16(24, tag, true);
    body.set([0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71], 26);
  }
  return { id: 'fmt ', body };
}

/** A RIFF/WAVE file of these chunks, with a size field that may lie. */
export function wavOf(chunks: readonly WavChunk[], riff: { id?: string; size?: number } = {}): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [Uint8Array.from(text('WAVE'))];
  for (const { id, body, size, padded = true } of chunks) {
    parts.push(Uint8Array.from([...text(id), ...uint32(size ?? body.length)]), body);
    if (padded && body.length % 2 === 1) parts.push(new Uint8Array(1));
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const out = new Uint8Array(8 + length);
  out.set([...text(riff.id ?? 'RIFF'), ...uint32(riff.size ?? length)]);
  let at = 8;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function text(value: string): number[] {
  return [...value].map((character) => character.charCodeAt(0));
}

export function uint32(value: number): number[] {
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, (value >>> 24) & 255];
}

/** 16-bit samples as bytes. */
export function int16(samples: readonly number[]): Uint8Array {
  return new Uint8Array(Int16Array.from(samples).buffer);
}

export function data(body: Uint8Array, size?: number): WavChunk {
  return size === undefined ? { id: 'data', body } : { id: 'data', body, size };
}

/** A plain 16-bit mono file. */
export function plainWav(samples: readonly number[], rate = 16_000): Uint8Array<ArrayBuffer> {
  return wavOf([fmtChunk({ rate }), data(int16(samples))]);
}
