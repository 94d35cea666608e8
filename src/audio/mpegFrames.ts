import { hasText, viewOf } from './bytes';

/** The header of one MPEG audio frame. */
export interface MpegFrame {
  readonly offset: number;
  /** Bytes, header included. */
  readonly length: number;
  /** Samples per channel. */
  readonly samples: number;
  readonly sampleRate: number;
  readonly mono: boolean;
  /** The header's bits that stay the same in all frames of a stream: version, layer and rate. */
  readonly kind: number;
}

/** kbit/s by bit-rate index 1..14. Source: ISO/IEC 11172-3 2.4.2.3, ISO/IEC 13818-3 2.4.2.3. */
const BIT_RATES = {
  v1l1: [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  v1l2: [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  v1l3: [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  v2l1: [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  v2l23: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;
/** Frames in a row that make a stream; fewer are chance. */
const CHAIN = 3;
/** Two are enough where they fill the file to its end. */
const SHORT_CHAIN = 2;

/** The frame that starts at `offset`, or null where no valid header stands there. Free-format streams are not read. */
export function mpegFrameAt(bytes: Uint8Array, offset: number): MpegFrame | null {
  const [b0, b1, b2, b3] = [bytes[offset], bytes[offset + 1], bytes[offset + 2], bytes[offset + 3]];
  if (b0 !== 0xff || b1 === undefined || b2 === undefined || b3 === undefined || (b1 & 0xe0) !== 0xe0) return null;
  const version = (b1 >> 3) & 3;
  const layer = 4 - ((b1 >> 1) & 3);
  const baseRate = SAMPLE_RATES[(b2 >> 2) & 3];
  if (version === 1 || layer === 4 || baseRate === undefined || (b3 & 3) === 2) return null;
  const isV1 = version === 3;
  const table = isV1 ? (['v1l1', 'v1l2', 'v1l3'] as const)[layer - 1] : layer === 1 ? 'v2l1' : 'v2l23';
  const bitRate = table && BIT_RATES[table][(b2 >> 4) - 1];
  if (bitRate === undefined) return null;
  const sampleRate = baseRate / (isV1 ? 1 : version === 2 ? 2 : 4);
  const samples = layer === 1 ? 384 : layer === 3 && !isV1 ? 576 : 1152;
  const slot = layer === 1 ? 4 : 1;
  const padding = (b2 >> 1) & 1;
  const length = (Math.floor(((samples / 8) * bitRate * 1000) / sampleRate / slot) + padding) * slot;
  return { offset, length, samples, sampleRate, mono: b3 >> 6 === 3, kind: ((b1 & 0x1e) << 8) | (b2 & 0x0c) };
}

/** The first offset from which frames follow one another, so that it is no chance; -1 where there is none. */
export function findMpegStream(bytes: Uint8Array, from: number, kind?: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const first = mpegFrameAt(bytes, at);
    if (!first || (kind !== undefined && first.kind !== kind)) continue;
    let count = 1;
    let end = at + first.length;
    while (count < CHAIN && mpegFrameAt(bytes, end)?.kind === first.kind) {
      end += mpegFrameAt(bytes, end)?.length ?? 0;
      count++;
    }
    if (count >= CHAIN || (count >= SHORT_CHAIN && (end === bytes.length || isTrailer(bytes, end)))) return at;
  }
  return -1;
}

export interface MpegStream {
  readonly frames: readonly MpegFrame[];
  /** Bytes between frames that belong to none. */
  readonly hasGaps: boolean;
  /** A last frame without its end, which is not among them. */
  readonly isCut: boolean;
}

/** The frames of a file from `from` on, at most `limit`, over damaged places; empty where there is no stream. */
export function mpegFrames(bytes: Uint8Array, from: number, limit: number): MpegStream {
  const frames: MpegFrame[] = [];
  let hasGaps = false;
  let at = findMpegStream(bytes, from);
  while (at !== -1 && at < bytes.length && frames.length < limit) {
    const frame = mpegFrameAt(bytes, at);
    if (frame && (frames.length === 0 || frame.kind === frames[0]?.kind)) {
      if (at + frame.length > bytes.length) return { frames, hasGaps, isCut: true };
      frames.push(frame);
      at += frame.length;
    } else if (isTrailer(bytes, at)) {
      break;
    } else {
      hasGaps = true;
      at = findMpegStream(bytes, at + 1, frames[0]?.kind);
    }
  }
  return { frames, hasGaps, isCut: false };
}

/** Tags behind the sound, or nothing but zeros. */
function isTrailer(bytes: Uint8Array, at: number): boolean {
  return (
    ['TAG', 'APETAGEX', 'LYRICSBEGIN', 'ID3', '3DI'].some((tag) => hasText(bytes, at, tag)) ||
    bytes.subarray(at).every((byte) => byte === 0)
  );
}

/** What a Xing, Info or VBRI header in the first frame promises. */
export interface MpegPromise {
  /** Frames behind the header's own. */
  readonly frames: number;
  /** Samples per channel, without the encoder's delay and padding where a LAME tag tells them. */
  readonly samples: number;
}

/** Source: LAME's Xing/Info tag; Fraunhofer's VBRI header. Null where there is neither. */
export function mpegPromise(bytes: Uint8Array, first: MpegFrame): MpegPromise | null {
  const frame = bytes.subarray(first.offset, first.offset + first.length);
  const view = viewOf(frame);
  const isV1 = (first.kind & 0x1800) === 0x1800;
  const xing = 4 + (isV1 ? (first.mono ? 17 : 32) : first.mono ? 9 : 17);
  if ((hasText(frame, xing, 'Xing') || hasText(frame, xing, 'Info')) && frame.length >= xing + 12) {
    const flags = view.getUint32(xing + 4);
    if ((flags & 1) === 0) return null;
    const frames = view.getUint32(xing + 8);
    const lame = xing + 12 + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
    const hasDelay = (hasText(frame, lame, 'LAME') || hasText(frame, lame, 'Lav')) && frame.length >= lame + 24;
    const delay = hasDelay ? view.getUint16(lame + 21) >> 4 : 0;
    const padding = hasDelay ? view.getUint16(lame + 22) & 0xfff : 0;
    return { frames, samples: Math.max(0, frames * first.samples - delay - padding) };
  }
  if (!hasText(frame, 36, 'VBRI') || frame.length < 54) return null;
  const frames = view.getUint32(36 + 14);
  return { frames, samples: frames * first.samples };
}
