import { PLACEMENTS } from '../model/adapters';
import type { LoraTarget } from '../model/settings';

/**
 * Names of our parameters in adapter_model.safetensors: those of Hugging Face's AST under PEFT's prefix, so that the file
 * reads naturally beside transformers. LoRA's are those that PEFT writes with transformers 5; those that it wrote with
 * transformers 4 are read too. Backbone weights (full fine-tuning, BitFit) keep our names behind the same prefix.
 */
const PREFIX = 'base_model.model.';
const LAYER = `${PREFIX}audio_spectrogram_transformer.encoder.layer.`;
const LAYER_5 = `${PREFIX}audio_spectrogram_transformer.layers.`;
const HEAD: Readonly<Record<string, string>> = {
  'head_norm.weight': 'classifier.layernorm.weight',
  'head_norm.bias': 'classifier.layernorm.bias',
  'head.weight': 'classifier.dense.weight',
  'head.bias': 'classifier.dense.bias',
};

/** The modules of Hugging Face's AST that LoRA stands beside, as transformers 4 and 5 call them. */
export const PROJECTIONS: Readonly<Record<LoraTarget, readonly [four: string, five: string]>> = {
  q: ['attention.attention.query', 'attention.q_proj'],
  k: ['attention.attention.key', 'attention.k_proj'],
  v: ['attention.attention.value', 'attention.v_proj'],
  proj: ['attention.output.dense', 'attention.o_proj'],
  fc1: ['intermediate.dense', 'mlp.fc1'],
  fc2: ['output.dense', 'mlp.fc2'],
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
  ...['prompt_embeddings', 'prefix.key', 'prefix.value'].map((name) => [name, name] as const),
];

/** The same of LoRA, for one version of transformers. */
const loraPlaced = (version: 0 | 1) =>
  Object.entries(PROJECTIONS).flatMap(([target, modules]) =>
    (['A', 'B'] as const).map(
      (part) => [`${target}.lora_${part}.weight`, `${modules[version]}.lora_${part}.weight`] as const,
    ),
  );

const THEIRS = new Map(PLACED);
const THEIRS_5 = new Map<string, string>(loraPlaced(1));
const flipped = (pairs: readonly (readonly [string, string])[]) =>
  new Map(pairs.map(([ours, theirs]) => [theirs, ours] as const));
/** By what stands before the layer's number. */
const OURS = [
  [LAYER, flipped([...PLACED, ...loraPlaced(0)])],
  [LAYER_5, flipped(loraPlaced(1))],
] as const;

/** Our canonical name to the file's. */
export function exportedName(name: string): string {
  const head = HEAD[name];
  if (head) return PREFIX + head;
  const [, layer, inside = ''] = /^blocks\.(\d+)\.(.+)$/.exec(name) ?? [];
  const five = THEIRS_5.get(inside);
  if (five) return `${LAYER_5}${layer}.${five}`;
  const theirs = THEIRS.get(inside);
  return theirs ? `${LAYER}${layer}.${theirs}` : `${PREFIX}backbone.${name}`;
}

/** The file's name to ours, or null for a tensor that is none of ours. */
export function importedName(name: string): string | null {
  for (const [ours, theirs] of Object.entries(HEAD)) if (name === PREFIX + theirs) return ours;
  for (const [before, names] of OURS) {
    if (!name.startsWith(before)) continue;
    const [, layer, inside = ''] = /^(\d+)\.(.+)$/.exec(name.slice(before.length)) ?? [];
    const ours = names.get(inside);
    return ours ? `blocks.${layer}.${ours}` : null;
  }
  return name.startsWith(`${PREFIX}backbone.`) ? name.slice(`${PREFIX}backbone.`.length) : null;
}
