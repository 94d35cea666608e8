import type { AdapterPlan, KernelName } from './adapters';
import type { ModelSize } from './methods';

/** ViT-Base with the 44 classes of EPIC-SOUNDS, as the paper counts. N matters to full fine-tuning alone. */
export const PAPER_SIZE: ModelSize = {
  dim: 768,
  depth: 12,
  mlpDim: 3072,
  patch: [16, 16],
  prefixTokens: 2,
  positions: 'learned',
  tokens: 66,
  classes: 44,
};

const both = (kernel: KernelName, bottleneck: number): AdapterPlan => ({
  attn: { kernel, bottleneck },
  ffn: { kernel, bottleneck },
});
const attn = (kernel: KernelName, bottleneck: number): AdapterPlan => ({ attn: { kernel, bottleneck }, ffn: null });
const timeAndFrequency = (bottleneck: number): AdapterPlan => ({
  attn: { kernel: 'time', bottleneck },
  ffn: { kernel: 'frequency', bottleneck },
});

/** The rows of the paper's Tables 1 and 2 whose counts parameter_counts.json holds. */
export const PAPER_PLANS: Readonly<Record<string, AdapterPlan>> = {
  '1.035M (1,1)': attn('linear', 54),
  '1.035M T': attn('time', 18),
  '1.035M (3,3)': attn('square', 6),
  '2.026M (1,1)': attn('linear', 108),
  '2.026M T': attn('time', 36),
  '2.026M F': attn('frequency', 36),
  '2.026M (3,3)': attn('square', 12),
  '4.017M T': attn('time', 72),
  '5% parallel r=108': both('linear', 108),
  '5% T+F r=36': timeAndFrequency(36),
  '10% T+F r=72': timeAndFrequency(72),
  'linear probe': { attn: null, ffn: null },
};
