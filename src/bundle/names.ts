import { PLACEMENTS } from '../model/adapters';
import type { LoraTarget } from '../model/settings';

/**
 * Names of our parameters in adapter_model.safetensors: those of Hugging Face's AST under PEFT's prefix, so that the file
 * reads naturally beside transformers; LoRA's are those that PEFT itself writes. Backbone weights (full fine-tuning, BitFit)
 * keep our names behind the same prefix.
 */
const PREFIX = 'base_model.model.';
const LAYER = `${PREFIX}audio_spectrogram_transformer.encoder.layer.`;
const HEAD: Readonly<Record<string, string>> = {
  'head_norm.weight': 'classifier.layernorm.weight',
  'head_norm.bias': 'classifier.layernorm.bias',
  'head.weight': 'classifier.dense.weight',
  'head.bias': 'classifier.dense.bias',
};

/** The modules of Hugging Face's AST that LoRA stands beside. */
const PROJECTIONS: Readonly<Record<LoraTarget, string>> = {
  q: 'attention.attention.query',
  k: 'attention.attention.key',
  v: 'attention.attention.value',
  proj: 'attention.output.dense',
  fc1: 'intermediate.dense',
  fc2: 'output.dense',
};
const TENSORS = ['weight', 'bias'] as const;

/** Names inside a transformer layer, ours and the file's, of everything that a method may place there. */
const PLACED: readonly (readonly [ours: string, theirs: string])[] = [
  ...PLACEMENTS.flatMap((place) => [
    ...(['down', 'up'] as const).flatMap((part) => [
      [`${place}_adapter.${part}.weight`, `loaa_${place}.${part}.weight`] as const,
      ...TENSORS.map((t) => [`${place}_houlsby.${part}.${t}`, `houlsby_${place}.${part}.${t}`] as const),
    ]),
    ...(['down', 'conv', 'up'] as const).flatMap((part) =>
      TENSORS.map((t) => {
        const theirs = place === 'attn' ? 'adapter_attn' : 'adapter_mlp';
        return [`${place}_convpass.adapter_${part}.${t}`, `${theirs}.adapter_${part}.${t}`] as const;
      }),
    ),
  ]),
  ...Object.entries(PROJECTIONS).flatMap(([target, module]) =>
    (['A', 'B'] as const).map((part) => [`${target}.lora_${part}.weight`, `${module}.lora_${part}.weight`] as const),
  ),
  ...['prompt_embeddings', 'prefix.key', 'prefix.value'].map((name) => [name, name] as const),
];
const THEIRS = new Map(PLACED);
const OURS = new Map(PLACED.map(([ours, theirs]) => [theirs, ours] as const));

/** Our canonical name to the file's. */
export function exportedName(name: string): string {
  const head = HEAD[name];
  if (head) return PREFIX + head;
  const [, layer, inside = ''] = /^blocks\.(\d+)\.(.+)$/.exec(name) ?? [];
  const theirs = THEIRS.get(inside);
  return theirs ? `${LAYER}${layer}.${theirs}` : `${PREFIX}backbone.${name}`;
}

/** The file's name to ours, or null for a tensor that is none of ours. */
export function importedName(name: string): string | null {
  for (const [ours, theirs] of Object.entries(HEAD)) if (name === PREFIX + theirs) return ours;
  if (name.startsWith(LAYER)) {
    const [, layer, inside = ''] = /^(\d+)\.(.+)$/.exec(name.slice(LAYER.length)) ?? [];
    const ours = OURS.get(inside);
    return ours ? `blocks.${layer}.${ours}` : null;
  }
  return name.startsWith(`${PREFIX}backbone.`) ? name.slice(`${PREFIX}backbone.`.length) : null;
}
