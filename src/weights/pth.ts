import { createCRC32 } from 'hash-wasm';
import { fail } from '../core/problem';
import { DTYPES, elementCount } from './dtypes';
import { readPickle } from './pickle';
import { PICKLE_LIMITS } from './pickleMachine';
import { settingsOf } from './checkpointSettings';
import { isDict, isTensor, type PickleDict, type PickleValue, type TensorRecord } from './pickleValue';
import { readBytes } from './readBytes';
import { gatherStrided, isContiguous, lastElement } from './strided';
import type { TensorFile, Weight } from './types';
import { widenTensor } from './widenTensor';
import { readZipDirectory, type ZipEntry } from './zipDirectory';
import { readZipEntry, refuseCrc } from './zipEntry';

/** Where the weights lie in a checkpoint that holds more than them, in the order of search. */
const NESTS = ['state_dict', 'model', 'model_state_dict', 'net', 'module'] as const;
const CHUNK = 4 * 2 ** 20;
const SAVE_AGAIN = 'Save the weights again in Python with torch.save(model.state_dict(), "weights.pth").';

interface Located {
  readonly record: TensorRecord;
  readonly entry: ZipEntry;
}

/**
 * Opens a PyTorch checkpoint (a zip archive with data.pkl and one file per storage). The pickle is read as data by
 * `readPickle`; every tensor's place in its storage is checked here, its bytes are read (and their CRC checked) by `read`.
 * Errors: `weights.pth.*`, `weights.zip.*`, `weights.pickle.*`.
 * Source: torch/serialization.py (PyTorch, zip format since 1.6).
 */
export async function openPth(blob: Blob, name: string, signal?: AbortSignal): Promise<TensorFile> {
  signal?.throwIfAborted();
  const archive = await readZipDirectory(blob, name, signal);
  const root = rootOf(archive, name);
  const byteOrder = archive.get(`${root}byteorder`);
  if (byteOrder !== undefined) {
    const order = new TextDecoder().decode(await readZipEntry(blob, name, byteOrder, 64)).trim();
    if (order !== 'little') {
      fail('weights.pth.byteorder', name, `It was saved on a machine with ${order}-endian numbers.`, SAVE_AGAIN);
    }
  }
  const pickleEntry = archive.get(`${root}data.pkl`);
  if (pickleEntry === undefined) return fail('weights.pth.layout', name, 'It has no data.pkl.', SAVE_AGAIN);
  const pickle = await readZipEntry(blob, name, pickleEntry, PICKLE_LIMITS.bytes);
  signal?.throwIfAborted();
  const content = readPickle(pickle, name);
  const located = new Map<string, Located>();
  for (const [key, record] of tensorsOf(content, name)) {
    located.set(key, locate(key, record, archive, root, name));
  }
  const verified = new Map<ZipEntry, Promise<void>>();
  return {
    name,
    format: 'pth',
    entries: new Map(
      [...located].map(([key, { record }]) => [key, { dtype: record.storage.dtype, shape: record.shape }]),
    ),
    metadata: settingsOf(content),
    read: (key) => {
      const found = located.get(key);
      if (found === undefined) return fail('weights.pth.key', name, `There is no tensor named ${key}.`, SAVE_AGAIN);
      return readTensor(blob, name, key, found, verified);
    },
  };
}

/** The one folder of the archive that holds data.pkl, with its slash. */
function rootOf(archive: ReadonlyMap<string, ZipEntry>, file: string): string {
  const pickles = [...archive.keys()].filter((path) => /^[^/]+\/data\.pkl$/.test(path));
  const [path] = pickles;
  if (path === undefined || pickles.length > 1) {
    return fail(
      'weights.pth.layout',
      file,
      pickles.length > 1 ? 'It has more than one data.pkl.' : 'It is a zip archive, but not one written by torch.save.',
      'Choose a .pth, .pt or .bin file written by torch.save, or a safetensors file.',
    );
  }
  const root = path.slice(0, -'data.pkl'.length);
  if (archive.has(`${root}constants.pkl`)) {
    fail('weights.pth.torchscript', file, 'It is a TorchScript program, not a set of weights.', SAVE_AGAIN);
  }
  return root;
}

function tensorsOf(value: PickleValue, file: string): ReadonlyMap<string, TensorRecord> {
  let dict: PickleDict | null = isDict(value) ? value : null;
  const seen: string[] = [];
  while (dict !== null) {
    const tensors = new Map<string, TensorRecord>();
    for (const [key, item] of dict.entries) if (typeof key === 'string' && isTensor(item)) tensors.set(key, item);
    if (tensors.size > 0) return tensors;
    const { entries }: PickleDict = dict;
    seen.push(...[...entries.keys()].map(String));
    const nest: string | undefined = NESTS.find((key) => isDict(entries.get(key)) && entries.get(key) !== dict);
    const inner: PickleValue | undefined = nest === undefined ? undefined : entries.get(nest);
    dict = isDict(inner) && seen.length < 1000 ? inner : null;
  }
  const found = seen.length === 0 ? '' : ` It has: ${seen.slice(0, 8).join(', ')}.`;
  return fail('weights.pth.empty', file, `No dictionary of tensors was found in it.${found}`, SAVE_AGAIN);
}

/** Checks one tensor against its storage and the storage against its file in the archive. */
function locate(
  key: string,
  record: TensorRecord,
  archive: ReadonlyMap<string, ZipEntry>,
  root: string,
  file: string,
): Located {
  const { storage, shape } = record;
  const refuse = (cause: string): never => fail('weights.pth.tensor', file, `Tensor ${key} ${cause}`, SAVE_AGAIN);
  const entry = archive.get(`${root}data/${storage.key}`);
  if (entry === undefined) return refuse(`lies in storage ${storage.key}, which the file lacks.`);
  if (entry.method !== 'stored') refuse('is compressed, which torch.save never does.');
  const bytes = storage.count * DTYPES[storage.dtype].bytes;
  if (entry.size !== bytes) refuse(`lies in a storage of ${entry.size} bytes that claims ${bytes}.`);
  const count = elementCount(shape);
  const last = lastElement(record);
  if (count === null || last >= storage.count || record.offset > storage.count) {
    refuse('reaches outside its storage: its offset, shape or strides lie.');
  }
  if (count !== null && count > storage.count) refuse('repeats its storage; call .contiguous() on it before saving.');
  return { record, entry };
}

/** Bytes of the elements that a tensor spans. A storage is verified whole, once, before any of its values is given out. */
async function readTensor(
  blob: Blob,
  file: string,
  key: string,
  { record, entry }: Located,
  verified: Map<ZipEntry, Promise<void>>,
): Promise<Weight> {
  const { storage, shape, offset } = record;
  let check = verified.get(entry);
  if (check === undefined) {
    check = verify(blob, file, entry);
    verified.set(entry, check);
  }
  await check;
  const { bytes } = DTYPES[storage.dtype];
  const start = entry.dataStart + offset * bytes;
  const end = entry.dataStart + (lastElement(record) + 1) * bytes;
  const span = elementCount(shape) === 0 ? new ArrayBuffer(0) : await readBytes(blob, start, end, file);
  const packed = isContiguous(record) ? span : gatherStrided(span, bytes, record);
  return widenTensor(file, key, storage.dtype, shape, packed);
}

async function verify(blob: Blob, file: string, entry: ZipEntry): Promise<void> {
  const crc = await createCRC32();
  const end = entry.dataStart + entry.size;
  for (let at = entry.dataStart; at < end; at += CHUNK) {
    crc.update(new Uint8Array(await readBytes(blob, at, Math.min(at + CHUNK, end), file)));
  }
  if (parseInt(crc.digest('hex'), 16) !== entry.crc) refuseCrc(entry, file);
}
