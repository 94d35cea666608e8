import { PLACEMENTS, adapterName } from '../model/adapters';

/**
 * Names of our parameters in adapter_model.safetensors: those of Hugging Face's AST under PEFT's prefix, so that the file
 * reads naturally beside transformers. Backbone weights (full fine-tuning) keep our names behind the same prefix.
 */
const PREFIX = 'base_model.model.';
const LAYER = `${PREFIX}audio_spectrogram_transformer.encoder.layer.`;
const HEAD: Readonly<Record<string, string>> = {
  'head_norm.weight': 'classifier.layernorm.weight',
  'head_norm.bias': 'classifier.layernorm.bias',
  'head.weight': 'classifier.dense.weight',
  'head.bias': 'classifier.dense.bias',
};

/** Our canonical name to the file's. */
export function exportedName(name: string): string {
  const head = HEAD[name];
  if (head) return PREFIX + head;
  const adapter = /^blocks\.(\d+)\.(attn|ffn)_adapter\.(down|up)\.weight$/.exec(name);
  if (adapter) return `${LAYER}${adapter[1]}.loaa_${adapter[2]}.${adapter[3]}.weight`;
  return `${PREFIX}backbone.${name}`;
}

/** The file's name to ours, or null for a tensor that is none of ours. */
export function importedName(name: string): string | null {
  for (const [ours, theirs] of Object.entries(HEAD)) if (name === PREFIX + theirs) return ours;
  if (name.startsWith(LAYER)) {
    const found = /^(\d+)\.loaa_(attn|ffn)\.(down|up)\.weight$/.exec(name.slice(LAYER.length));
    const place = PLACEMENTS.find((p) => p === found?.[2]);
    const part = found?.[3] === 'down' ? 'down' : 'up';
    return found && place ? adapterName(Number(found[1]), place, part) : null;
  }
  return name.startsWith(`${PREFIX}backbone.`) ? name.slice(`${PREFIX}backbone.`.length) : null;
}
