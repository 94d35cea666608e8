import type { AdapterPlan } from './adapters';
import { layerOf } from './parameters';

/** A projection of a transformer block that LoRA may stand beside; q, k and v are thirds of the packed qkv. */
export const LORA_TARGETS = ['q', 'k', 'v', 'proj', 'fc1', 'fc2'] as const;
export type LoraTarget = (typeof LORA_TARGETS)[number];

/** What a training method may be told. Which of it a method reads is in its row of METHODS (`uses`). */
export interface MethodOptions {
  /** Beside attention and FFN: kernel, its size, bottleneck. Houlsby's adapters read the bottlenecks only. */
  readonly adapters: AdapterPlan;
  /** The transformer layers, 0-based, that get what the method places or trains; null for all. */
  readonly layers: readonly number[] | null;
  /** Whether Houlsby adapters have biases. */
  readonly bias: boolean;
  /** W + (alpha / rank) B A beside each target. */
  readonly lora: { readonly rank: number; readonly alpha: number; readonly targets: readonly LoraTarget[] };
  /** The bypass's channels, and the factor it is added with. */
  readonly convpass: { readonly bottleneck: number; readonly scale: number };
  /** Tokens beside the input of the first layer, or (deep) new ones in every chosen layer. */
  readonly prompts: { readonly length: number; readonly deep: boolean };
  /** Keys and values beside those of the tokens. */
  readonly prefix: { readonly length: number };
}

/**
 * What a method starts with, but for the adapters. Sources: LoRA, PEFT's LoraConfig and Hu et al. 2021 (q and v);
 * Convpass, JieShibo/PETL-ViT (dim 8, s 1); prompts and prefix, ten tokens (Jia et al. 2022 try 1 to 200).
 */
export const METHOD_DEFAULTS: Omit<MethodOptions, 'adapters'> = {
  layers: null,
  bias: false,
  lora: { rank: 8, alpha: 8, targets: ['q', 'v'] },
  convpass: { bottleneck: 8, scale: 1 },
  prompts: { length: 10, deep: true },
  prefix: { length: 10 },
};

/** Whether layer i is among the chosen ones. */
export function isChosen({ layers }: Pick<MethodOptions, 'layers'>, i: number): boolean {
  return layers === null || layers.includes(i);
}

/** The chosen layers of a backbone, in order. */
export function chosenLayers(options: Pick<MethodOptions, 'layers'>, depth: number): readonly number[] {
  return Array.from({ length: depth }, (_, i) => i).filter((i) => isChosen(options, i));
}

/** Whether a backbone's parameter belongs to a chosen layer. What belongs to none (patches, final norm) is chosen by null. */
export function isInChosenLayer(options: Pick<MethodOptions, 'layers'>, name: string): boolean {
  const layer = layerOf(name);
  return options.layers === null || (layer !== null && isChosen(options, layer));
}

/** LoRA's targets in the order of the table, each once. */
export function chosenTargets({ lora }: Pick<MethodOptions, 'lora'>): readonly LoraTarget[] {
  return LORA_TARGETS.filter((target) => lora.targets.includes(target));
}
