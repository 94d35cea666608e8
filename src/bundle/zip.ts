import {
  BlobReader,
  BlobWriter,
  TextReader,
  TextWriter,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
  ZipWriter,
  configure,
} from '@zip.js/zip.js';
import { fail } from '../core/problem';
import { parseAdapterConfig } from './config';
import type { AdapterFiles } from './types';

configure({ useWebWorkers: false });

export const WEIGHTS_FILE = 'adapter_model.safetensors';
export const CONFIG_FILE = 'adapter_config.json';

/** Bytes that a file of the zip may unpack to: full fine-tuning of DeiT-Base is 350 MB, 100,000 labels are 10 MB. */
const MOST_WEIGHTS = 2 ** 30;
const MOST_CONFIG = 2 ** 25;

/** The two files of an adapter as one zip, stored without compression. */
export async function zipAdapter(files: AdapterFiles): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { level: 0 });
  await writer.add(WEIGHTS_FILE, new Uint8ArrayReader(files.weights));
  await writer.add(CONFIG_FILE, new TextReader(JSON.stringify(files.config, null, 2)));
  return writer.close();
}

/**
 * An adapter from the zip, or from its two files.
 * @throws ProblemError where one of them is missing or the configuration is wrong
 */
export async function readAdapterFiles(files: readonly File[]): Promise<AdapterFiles> {
  const zip = files.find((file) => /\.zip$/i.test(file.name));
  return zip ? fromZip(zip) : fromFiles(files);
}

async function fromZip(zip: File): Promise<AdapterFiles> {
  const reader = new ZipReader(new BlobReader(zip), { checkSignature: true });
  try {
    const entries = await reader.getEntries();
    const named = (name: string, most: number) => {
      const entry = entries.find((e) => e.filename === name || e.filename.endsWith(`/${name}`));
      if (!entry || entry.directory) return missing(zip.name, name);
      if (entry.uncompressedSize > most)
        fail(
          'bundle.too-large',
          zip.name,
          `claims ${entry.uncompressedSize} bytes for ${name}.`,
          'Export the adapter again.',
        );
      return entry;
    };
    const weights = await named(WEIGHTS_FILE, MOST_WEIGHTS).getData(new Uint8ArrayWriter());
    const json = await named(CONFIG_FILE, MOST_CONFIG).getData(new TextWriter());
    return { weights: new Uint8Array(weights), config: parseAdapterConfig(json, `${zip.name}: ${CONFIG_FILE}`) };
  } catch (error) {
    if (error instanceof Error && error.name === 'ProblemError') throw error;
    return fail(
      'bundle.bad-zip',
      zip.name,
      'could not be read as a zip.',
      'Export the adapter again, or unzip it and choose the two files.',
    );
  } finally {
    await reader.close();
  }
}

async function fromFiles(files: readonly File[]): Promise<AdapterFiles> {
  const all = files.map((file) => file.name).join(', ') || 'Nothing';
  const weights = files.find((file) => file.name.endsWith('.safetensors')) ?? missing(all, WEIGHTS_FILE);
  const config = files.find((file) => file.name.endsWith('.json')) ?? missing(all, CONFIG_FILE);
  return {
    weights: new Uint8Array(await weights.arrayBuffer()),
    config: parseAdapterConfig(await config.text(), config.name),
  };
}

function missing(subject: string, name: string): never {
  return fail(
    'bundle.incomplete',
    subject,
    `lacks ${name}.`,
    `Choose the zip exported from this page, or ${WEIGHTS_FILE} together with ${CONFIG_FILE}.`,
  );
}
