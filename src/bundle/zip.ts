import { BlobReader, BlobWriter, TextReader, Uint8ArrayReader, ZipWriter, configure } from '@zip.js/zip.js';
import { fail } from '../core/problem';
import { openFile, readFailure } from '../files/openFile';
import { listArchive, newArchiveId, openZipEntry } from '../files/zip';
import { isOurConfig, parseAdapterConfig } from './config';
import type { AdapterFiles, BundleFile } from './types';

configure({ useWebWorkers: false });

export const WEIGHTS_FILE = 'adapter_model.safetensors';
export const CONFIG_FILE = 'adapter_config.json';
/** The run's settings: of a plain PEFT adapter, ours are here. */
export const RUN_FILE = 'run.json';
export const BASE_FILE = 'base_model.safetensors';
export const PARITY_FILE = 'parity.safetensors';

/** Bytes that a file of the zip may unpack to: full fine-tuning of DeiT-Base is 350 MB, 100,000 labels are 10 MB. */
const MOST_WEIGHTS = 2 ** 30;
const MOST_CONFIG = 2 ** 25;

/** Files as one zip, stored without compression. */
export async function zipFiles(files: readonly BundleFile[]): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { level: 0 });
  for (const { name, data } of files) {
    if (typeof data === 'string') await writer.add(name, new TextReader(data));
    else await writer.add(name, data instanceof Blob ? new BlobReader(data) : new Uint8ArrayReader(data));
  }
  return writer.close();
}

/** A file of an adapter, wherever it is. */
interface Found {
  /** Its last name. */
  readonly name: string;
  /** For messages. */
  readonly subject: string;
  readonly size: number;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * An adapter from the bundle's zip, or from its files or folder: the weights, and the configuration beside them.
 * @throws ProblemError where one of them is missing, the configuration is wrong, or the zip is damaged or may be read in two ways
 */
export async function readAdapterFiles(files: readonly File[]): Promise<AdapterFiles> {
  const zip = files.find((file) => /\.zip$/i.test(file.name));
  if (zip) return fromZip(zip);
  const found = files.map((file) => ({
    name: file.name,
    subject: file.name,
    size: file.size,
    bytes: () => bytesOf(file, file.name),
  }));
  return adapterIn(found, files.map((file) => file.name).join(', ') || 'Nothing');
}

async function fromZip(zip: File): Promise<AdapterFiles> {
  const id = newArchiveId();
  const found: Found[] = [];
  const names = new Set<string>();
  for await (const { directory, filename, uncompressedSize } of listArchive(zip, zip.name)) {
    if (directory) continue;
    if (names.has(filename)) {
      fail('bundle.twice', zip.name, `holds "${filename}" twice.`, 'Export the adapter again.');
    }
    names.add(filename);
    const name = filename.slice(filename.lastIndexOf('/') + 1);
    const subject = `${zip.name}: ${name}`;
    const bytes = async () => bytesOf(await openZipEntry(zip, id, filename, subject), subject);
    found.push({ name, subject, size: uncompressedSize, bytes });
  }
  return adapterIn(found, zip.name);
}

async function bytesOf(content: Blob, subject: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = content instanceof File ? await openFile(content, subject) : content;
  return new Uint8Array(await file.arrayBuffer().catch((error: unknown) => readFailure(error, subject)));
}

/** The adapter among files; a lone safetensors file is taken for the weights under any name. */
async function adapterIn(files: readonly Found[], all: string): Promise<AdapterFiles> {
  const tensors = files.filter(({ name }) => name.endsWith('.safetensors'));
  const weights =
    tensors.find(({ name }) => name === WEIGHTS_FILE) ??
    tensors.find(({ name }) => name !== BASE_FILE && name !== PARITY_FILE) ??
    missing(all, WEIGHTS_FILE);
  const { text, subject } = await configIn(files, all);
  const config = parseAdapterConfig(text, subject);
  return { weights: await read(weights, MOST_WEIGHTS), config };
}

/** The json text that is our configuration: adapter_config.json, run.json, or any other; else the first, to be refused by name. */
async function configIn(files: readonly Found[], all: string): Promise<{ text: string; subject: string }> {
  const place = ({ name }: Found) => [CONFIG_FILE, RUN_FILE].indexOf(name) >>> 0;
  const candidates = files.filter(({ name }) => name.endsWith('.json')).sort((a, b) => place(a) - place(b));
  let first: { text: string; subject: string } | null = null;
  for (const file of candidates) {
    const text = new TextDecoder().decode(await read(file, MOST_CONFIG));
    const found = { text, subject: file.subject };
    if (isOurConfig(text)) return found;
    if (file.name === CONFIG_FILE && isPlainPeft(text) && !files.some(({ name }) => name === RUN_FILE)) {
      return missing(all, RUN_FILE);
    }
    first ??= found;
  }
  return first ?? missing(all, CONFIG_FILE);
}

/** A configuration of PEFT's own: our settings stand in run.json beside it. */
function isPlainPeft(text: string): boolean {
  try {
    return typeof (JSON.parse(text) as { peft_type?: unknown } | null)?.peft_type === 'string';
  } catch {
    return false;
  }
}

function read(file: Found, most: number): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size <= most) return file.bytes();
  return fail('bundle.too-large', file.subject, `claims ${file.size} bytes.`, 'Export the adapter again.');
}

function missing(subject: string, name: string): never {
  return fail(
    'bundle.incomplete',
    subject,
    `lacks ${name}.`,
    `Choose the zip exported from this page, the folder of train.py, or ${WEIGHTS_FILE} together with ${CONFIG_FILE}.`,
  );
}
