import { hasText } from './bytes';
import type { DecodeInput, SoundBlocks, StreamInput } from './decodeInput';
import { decodeFlac, streamFlac } from './flac';
import { decodeMp3, streamMp3 } from './mp3';
import { findMpegStream } from './mpegFrames';
import { decodeOgg, isOgg, OGG_FLAC, OGG_OPUS, OGG_VORBIS, streamOgg, type OggCodec } from './ogg';
import type { DecodedAudio } from './types';
import { decodeWav, streamWav } from './wav';
import { decodeWithWebCodecs, streamWithWebCodecs } from './webCodecs';

/** One file format: how its first bytes look, and what decodes it. */
export interface Decoder {
  readonly name: string;
  readonly title: string;
  /** Whether a file whose first bytes (behind an ID3 tag) are `head` is of this format. Names are never looked at. */
  readonly recognises: (head: Uint8Array) => boolean;
  readonly decode: (input: DecodeInput) => Promise<DecodedAudio>;
  /** All of it, block by block: for recordings of any length. */
  readonly stream: (input: StreamInput) => SoundBlocks;
}

const ogg = (name: string, codec: OggCodec): Decoder => ({
  name,
  title: codec.title,
  recognises: (head) => isOgg(head, codec),
  decode: (input) => decodeOgg(codec, input),
  stream: (input) => streamOgg(codec, input),
});

const inBrowser = (name: string, title: string, recognises: Decoder['recognises']): Decoder => ({
  name,
  title,
  recognises,
  decode: (input) => decodeWithWebCodecs(title, input),
  stream: (input) => streamWithWebCodecs(title, input),
});

/** ADTS frames of AAC: sync word, layer 0, and a second frame where the first one's length says. */
function isAdts(head: Uint8Array): boolean {
  const sync = (at: number) => head[at] === 0xff && ((head[at + 1] ?? 0) & 0xf6) === 0xf0;
  const [b3 = 0, b4 = 0, b5 = 0] = head.subarray(3, 6);
  const length = ((b3 & 3) << 11) | (b4 << 3) | (b5 >> 5);
  return sync(0) && length > 7 && sync(length);
}

/** All formats, the most certain ones first. */
export const DECODERS: readonly Decoder[] = [
  {
    name: 'wav',
    title: 'WAV',
    recognises: (head) => ['RIFF', 'RF64', 'BW64'].some((id) => hasText(head, 0, id)) && hasText(head, 8, 'WAVE'),
    decode: decodeWav,
    stream: streamWav,
  },
  {
    name: 'flac',
    title: 'FLAC',
    recognises: (head) => hasText(head, 0, 'fLaC'),
    decode: decodeFlac,
    stream: streamFlac,
  },
  ogg('ogg-vorbis', OGG_VORBIS),
  ogg('ogg-opus', OGG_OPUS),
  ogg('ogg-flac', OGG_FLAC),
  inBrowser('mp4', 'MPEG-4 audio (m4a, mp4)', (head) => hasText(head, 4, 'ftyp')),
  inBrowser('webm', 'WebM or Matroska audio', (head) => hasText(head, 0, '\x1aE\xdf\xa3')),
  inBrowser('aac', 'AAC', isAdts),
  {
    name: 'mp3',
    title: 'MP3',
    recognises: (head) => findMpegStream(head, 0) !== -1,
    decode: decodeMp3,
    stream: streamMp3,
  },
];
