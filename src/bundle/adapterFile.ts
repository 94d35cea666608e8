import { fail } from '../core/problem';
import type { Weights } from '../model/build';
import { openSafetensors, writeSafetensors } from '../weights/safetensors';
import type { Weight } from '../weights/types';
import { exportedName, importedName } from './names';

/** The trained parameters as adapter_model.safetensors: float32, PyTorch's layout, metadata format pt. */
export function writeAdapter(weights: Weights): Uint8Array<ArrayBuffer> {
  const named = new Map([...weights].map(([name, weight]) => [exportedName(name), weight] as const));
  return writeSafetensors(named, new Map([['format', 'pt']]));
}

/** Reads adapter_model.safetensors back. @throws ProblemError naming a tensor that is none of ours */
export async function readAdapter(blob: Blob, name: string): Promise<Weights> {
  const file = await openSafetensors(blob, name);
  const out = new Map<string, Weight>();
  for (const key of file.entries.keys()) {
    const ours = importedName(key);
    if (ours === null) {
      return fail(
        'bundle.unknown-tensor',
        name,
        `holds "${key}", which is no part of an adapter.`,
        'Choose an adapter exported from this page.',
      );
    }
    out.set(ours, await file.read(key));
  }
  return out;
}
