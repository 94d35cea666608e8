import { fail } from '../core/problem';
import { openPth } from './pth';
import { readBytes } from './readBytes';
import { openSafetensors } from './safetensors';
import type { TensorFile } from './types';

interface Look {
  readonly matches: (head: Uint8Array, text: string) => boolean;
  readonly code: string;
  readonly cause: string;
  readonly cure: string;
}

const CHOOSE = 'Choose a safetensors file or a PyTorch .pth, .pt or .bin file.';
const FETCH = 'Download the file itself: on its page, use the download button, not "save link" of the page.';
const CONVERT =
  'Convert it in Python: import torch; torch.save(torch.load("old.pth", map_location="cpu", weights_only=True), "new.pth")';

/** What a file that holds no weights may be, told from its first bytes; first match wins. */
const LOOKS: readonly Look[] = [
  {
    matches: startsWith(0x80, null, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19),
    code: 'weights.old-pth',
    cause: 'It is a PyTorch file of the old kind (before PyTorch 1.6), which is not read here.',
    cure: CONVERT,
  },
  {
    matches: (head) => head[0] === 0x80 && (head[1] ?? 0) >= 1 && (head[1] ?? 0) <= 5,
    code: 'weights.pickle-file',
    cause: 'It is a bare Python pickle, not a file of torch.save. Nothing of it was run.',
    cure: CONVERT,
  },
  { matches: startsWith(0x1f, 0x8b), code: 'weights.gzip', cause: 'It is packed with gzip.', cure: 'Unpack it first.' },
  {
    matches: (_, text) => /^\s*<(!doctype|html|head|body|\?xml|!--)/i.test(text),
    code: 'weights.html',
    cause: 'It is a web page, not weights: often what a site sends in place of a file.',
    cure: FETCH,
  },
  {
    matches: (_, text) => text.startsWith('version https://git-lfs'),
    code: 'weights.lfs-pointer',
    cause: 'It is a Git LFS pointer: a note of 130 bytes that stands for the real file.',
    cure: 'Run "git lfs pull" in the repository, or download the file itself.',
  },
  {
    matches: startsWith(0x89, 0x48, 0x44, 0x46),
    code: 'weights.hdf5',
    cause: 'It is an HDF5 file (Keras keeps weights so).',
    cure: CHOOSE,
  },
  { matches: startsWith(0x47, 0x47, 0x55, 0x46), code: 'weights.gguf', cause: 'It is a GGUF file.', cure: CHOOSE },
  { matches: startsWith(0x93, 0x4e, 0x55, 0x4d), code: 'weights.numpy', cause: 'It is a NumPy array.', cure: CHOOSE },
];

/** `null` stands for any byte. */
function startsWith(...magic: readonly (number | null)[]): Look['matches'] {
  return (head) => magic.every((byte, i) => byte === null || head[i] === byte);
}

/**
 * Opens a file of weights by its content: the name and its ending play no part.
 * Errors: `weights.empty`, `weights.old-pth`, `weights.html`, ... (the table above), `weights.text`, `weights.unknown`, and
 * those of the reader chosen.
 */
export async function openCheckpoint(blob: Blob, name: string, signal?: AbortSignal): Promise<TensorFile> {
  signal?.throwIfAborted();
  if (blob.size === 0) fail('weights.empty', name, 'The file is empty.', 'Download or copy it again.');
  const head = new Uint8Array(await readBytes(blob, 0, Math.min(512, blob.size), name));
  const text = new TextDecoder('latin1').decode(head);
  if (startsWith(0x50, 0x4b, 0x03, 0x04)(head, text) || startsWith(0x50, 0x4b, 0x05, 0x06)(head, text)) {
    return openPth(blob, name, signal);
  }
  // A header length below 4 GiB and then "{": nothing else looks so, whatever its first two bytes.
  const isSafetensors = head[8] === 0x7b && head.subarray(4, 8).every((byte) => byte === 0);
  if (isSafetensors) return openSafetensors(blob, name, signal);
  const look = LOOKS.find(({ matches }) => matches(head, text));
  if (look !== undefined) fail(look.code, name, look.cause, look.cure);
  if (/^[\t\n\r\x20-\x7e]+$/.test(text)) fail('weights.text', name, 'It is a text file, not weights.', CHOOSE);
  if (head[8] === 0x7b) return openSafetensors(blob, name, signal);
  return fail('weights.unknown', name, 'It is no safetensors or PyTorch file, or its beginning is damaged.', CHOOSE);
}
