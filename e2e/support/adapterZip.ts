import { BlobReader, configure, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';

configure({ useWebWorkers: false });

async function entriesOf(zip: Uint8Array<ArrayBuffer>): Promise<ReadonlyMap<string, Uint8Array>> {
  const reader = new ZipReader(new BlobReader(new Blob([zip])));
  const out = new Map<string, Uint8Array>();
  for (const entry of await reader.getEntries()) {
    if (!entry.directory) out.set(entry.filename, await entry.getData(new Uint8ArrayWriter()));
  }
  await reader.close();
  return out;
}

/** The names of a zip's files, sorted. */
export async function zipNames(zip: Uint8Array<ArrayBuffer>): Promise<readonly string[]> {
  return [...(await entriesOf(zip)).keys()].sort();
}

/** An exported adapter's weights file in its two parts. */
async function weightsIn(zip: Uint8Array<ArrayBuffer>): Promise<{ header: string; data: Uint8Array }> {
  const file = (await entriesOf(zip)).get('adapter_model.safetensors');
  if (!file) throw new Error('The zip has no adapter_model.safetensors.');
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  return { header: new TextDecoder().decode(file.subarray(8, 8 + length)), data: file.subarray(8 + length) };
}

/** All of an exported adapter's values, float32, as they follow one another. */
export async function adapterValues(zip: Uint8Array<ArrayBuffer>): Promise<Float32Array> {
  const { data } = await weightsIn(zip);
  return new Float32Array(data.slice().buffer);
}

/** The shapes of an exported adapter's tensors, read from the safetensors header by hand. */
export async function adapterShapes(zip: Uint8Array<ArrayBuffer>): Promise<ReadonlyMap<string, readonly number[]>> {
  const { header: text } = await weightsIn(zip);
  const header = JSON.parse(text) as Record<string, { readonly shape: readonly number[] }>;
  return new Map(Object.entries(header).map(([name, { shape }]) => [name, shape]));
}
