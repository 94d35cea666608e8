import type { AdapterPlan, KernelName } from '../../model/adapters';

/** A row of the paper's tables: where its adapters sit, with the bottleneck that the paper gives them at width 768. */
interface Preset {
  readonly title: string;
  readonly attn: KernelName | null;
  readonly ffn: KernelName | null;
  readonly bottleneck: number;
  readonly source: string;
}

/** The width of the paper's backbone. */
const PAPER_DIM = 768;

/** Source: paper Table 2; the bottlenecks are those that give Table 1 and 2 their parameter counts. */
export const PRESETS: readonly Preset[] = [
  { title: 'Attn(T) 2 %', attn: 'time', ffn: null, bottleneck: 36, source: 'Table 2, Ours - Attn(T)' },
  { title: 'FFN(F) 2 %', attn: null, ffn: 'frequency', bottleneck: 36, source: 'Table 2, Ours - FFN(F)' },
  { title: 'Attn(T) FFN(F) 5 %', attn: 'time', ffn: 'frequency', bottleneck: 36, source: 'Table 2, Ours, 5 %' },
  { title: 'Attn(T) FFN(F) 10 %', attn: 'time', ffn: 'frequency', bottleneck: 72, source: 'Table 2, Ours, 10 %' },
  { title: 'Parallel (L)(L) 5 %', attn: 'linear', ffn: 'linear', bottleneck: 108, source: 'Table 2, Parallel Adapter' },
];

/**
 * A preset for a backbone of width d: r = r768 d / 768, at least 1. An adapter holds 2 k d r weights and a block about
 * 12 d^2, so this keeps the paper's share of trainable weights on a backbone of any width.
 */
export function presetPlan(preset: Preset, dim: number): AdapterPlan {
  const bottleneck = Math.max(1, Math.round((preset.bottleneck * dim) / PAPER_DIM));
  const spec = (kernel: KernelName | null) => (kernel === null ? null : { kernel, bottleneck });
  return { attn: spec(preset.attn), ffn: spec(preset.ffn) };
}
