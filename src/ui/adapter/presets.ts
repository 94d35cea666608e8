import type { AdapterPlan, KernelName } from '../../model/adapters';
import { scaledPlan } from '../../sweep/scale';

/** A row of the paper's tables: where its adapters sit, with the bottleneck that the paper gives them at width 768. */
interface Preset {
  readonly title: string;
  readonly attn: KernelName | null;
  readonly ffn: KernelName | null;
  readonly bottleneck: number;
  readonly source: string;
}

/** Source: paper Table 2; the bottlenecks are those that give Table 1 and 2 their parameter counts. */
export const PRESETS: readonly Preset[] = [
  { title: 'Attn(T) 2 %', attn: 'time', ffn: null, bottleneck: 36, source: 'Table 2, Ours - Attn(T)' },
  { title: 'FFN(F) 2 %', attn: null, ffn: 'frequency', bottleneck: 36, source: 'Table 2, Ours - FFN(F)' },
  { title: 'Attn(T) FFN(F) 5 %', attn: 'time', ffn: 'frequency', bottleneck: 36, source: 'Table 2, Ours, 5 %' },
  { title: 'Attn(T) FFN(F) 10 %', attn: 'time', ffn: 'frequency', bottleneck: 72, source: 'Table 2, Ours, 10 %' },
  { title: 'Parallel (L)(L) 5 %', attn: 'linear', ffn: 'linear', bottleneck: 108, source: 'Table 2, Parallel Adapter' },
];

/** A preset for a backbone of width d (see `scaledPlan`). */
export function presetPlan({ attn, ffn, bottleneck }: Preset, dim: number): AdapterPlan {
  const spec = (kernel: KernelName | null) => kernel && { kernel, bottleneck };
  return scaledPlan({ attn: spec(attn), ffn: spec(ffn) }, dim);
}
