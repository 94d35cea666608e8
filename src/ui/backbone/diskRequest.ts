import { fail } from '../../core/problem';
import type { BackboneRequest } from '../../worker/protocol';

/**
 * The weights, and the config.json where there is one, among the files that were picked.
 * Fails with `backbone.pick` unless exactly one of them can be weights.
 */
export function requestOf(files: readonly File[]): BackboneRequest {
  const isJson = (file: File) => file.name.toLowerCase().endsWith('.json');
  const [config] = files.filter(isJson);
  const [weights, ...more] = files.filter((file) => !isJson(file));
  if (!weights) {
    fail('backbone.pick', config?.name ?? 'The files', 'This holds no weights.', 'Choose a .safetensors or .pth file.');
  }
  if (more.length > 0) {
    const names = [weights, ...more].map((file) => file.name).join(', ');
    fail('backbone.pick', names, 'Several files of weights were chosen.', 'Choose one, and its config.json.');
  }
  return { kind: 'files', weights, config: config ?? null };
}
