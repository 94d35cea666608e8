import { fail } from '../core/problem';
import type { Weights } from '../model/build';
import { openSafetensors, writeSafetensors } from '../weights/safetensors';
import { countNonFinite } from '../weights/readBackbone';
import type { Weight } from '../weights/types';
import { exportedName, importedName } from './names';

/** The trained parameters as adapter_model.safetensors: float32, PyTorch's layout, metadata format pt. */
export function writeAdapter(weights: Weights): Uint8Array<ArrayBuffer> {
  const named = new Map([...weights].map(([name, weight]) => [exportedName(name), weight] as const));
  return writeSafetensors(named, new Map([['format', 'pt']]));
}

/**
 * Reads adapter_model.safetensors back.
 * @throws ProblemError naming a tensor that is none of ours, or those that hold NaN or infinite values: no such adapter is
 * written here, and it would say nothing of any sound
 */
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
  const counts = [...out].map(([key, { data }]) => [key, countNonFinite(data)] as const);
  const broken = counts.filter(([, count]) => count > 0).map(([key, count]) => `${key} (${count})`);
  if (broken.length > 0) {
    const shown = broken.slice(0, 5).join(', ');
    const more = broken.length > 5 ? ` and ${broken.length - 5} more` : '';
    fail(
      'bundle.non-finite',
      name,
      `holds values that are NaN or infinite, in ${shown}${more}.`,
      'Export the adapter again, of an epoch with finite losses.',
      more === '' ? [] : broken,
    );
  }
  return out;
}
