import { hasText } from './bytes';
import { firstPacketOffset } from './ogg';

/** What a file is that cannot be decoded, in a person's words. */
export interface KnownFile {
  readonly title: string;
  readonly cure: string;
  readonly recognises: (head: Uint8Array) => boolean;
}

const CONVERT = 'Convert it to WAV, FLAC, Ogg or MP3.';
const REMOVE = 'Remove it, or put the sound file that was meant in its place.';

const startsWith = (text: string, offset = 0) => {
  return (head: Uint8Array) => hasText(head, offset, text);
};

const textOf = (head: Uint8Array) => new TextDecoder().decode(head.subarray(0, 512)).trimStart().toLowerCase();

/** Nothing but printable characters, line ends and UTF-8. */
function isText(head: Uint8Array): boolean {
  const start = head.subarray(0, 512);
  return start.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

/** Files that people mistake for sound, or whose sound cannot be read. The first match counts. */
const KNOWN_FILES: readonly KnownFile[] = [
  {
    title: 'a Git LFS pointer, not the sound itself',
    cure: 'Fetch the real files with "git lfs pull".',
    recognises: startsWith('version https://git-lfs'),
  },
  {
    title: 'a web page (HTML), not a sound',
    cure: 'It is probably an error page saved by a failed download: download the file again.',
    recognises: (head) => isText(head) && /^<(!doctype html|html|head|body)/.test(textOf(head)),
  },
  { title: 'an XML text', cure: REMOVE, recognises: (head) => isText(head) && textOf(head).startsWith('<?xml') },
  { title: 'AIFF audio, which cannot be read', cure: CONVERT, recognises: startsWith('FORM') },
  { title: 'big-endian WAV (RIFX), which cannot be read', cure: CONVERT, recognises: startsWith('RIFX') },
  { title: 'a RIFF file without WAVE sound', cure: CONVERT, recognises: startsWith('RIFF') },
  {
    title: 'Ogg Speex, which cannot be read',
    cure: CONVERT,
    recognises: (head) => hasText(head, 0, 'OggS') && hasText(head, firstPacketOffset(head), 'Speex'),
  },
  { title: 'an Ogg file without Vorbis, Opus or FLAC sound first', cure: CONVERT, recognises: startsWith('OggS') },
  { title: 'Sun/NeXT audio (au), which cannot be read', cure: CONVERT, recognises: startsWith('.snd') },
  { title: 'Windows Media, which cannot be read', cure: CONVERT, recognises: startsWith('0&\xb2u') },
  { title: 'AMR audio, which cannot be read', cure: CONVERT, recognises: startsWith('#!AMR') },
  { title: 'a MIDI file: notes, not sound', cure: 'Render it to WAV.', recognises: startsWith('MThd') },
  { title: 'a zip archive', cure: 'Unpack it, or drop the archive on its own.', recognises: startsWith('PK\x03\x04') },
  { title: 'a PNG picture', cure: REMOVE, recognises: startsWith('PNG', 1) },
  { title: 'a JPEG picture', cure: REMOVE, recognises: startsWith('\xff\xd8\xff') },
  { title: 'a PDF document', cure: REMOVE, recognises: startsWith('%PDF') },
  {
    title: 'an ID3 tag without MP3 sound after it',
    cure: 'The file is damaged: copy it again from its source.',
    recognises: startsWith('ID3'),
  },
  { title: 'a text file, not a sound', cure: REMOVE, recognises: isText },
];

const UNKNOWN: KnownFile = {
  title: 'no sound in a format known here (WAV, FLAC, Ogg, MP3, M4A)',
  cure: CONVERT,
  recognises: () => true,
};

/** The best words for a file that no decoder recognises. `head`: its first bytes. */
export function describeFile(head: Uint8Array): KnownFile {
  return KNOWN_FILES.find((known) => known.recognises(head)) ?? UNKNOWN;
}
