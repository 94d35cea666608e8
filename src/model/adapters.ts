/**
 * The adapters as data: kernels, placements, sizes. What computes them is in lookAside.ts.
 * Source: paper section 2.3 and Table 1; reference/loaa_reference.py.
 */

/** Kernel extents over the F x W token grid, [frequency, time], as Table 1 writes them. */
export const KERNELS = {
  linear: { extent: [1, 1], letter: 'L', title: 'Linear 1×1', mixes: 'no tokens: the parallel adapter' },
  time: { extent: [1, 3], letter: 'T', title: 'Time 1×3', mixes: 'neighbours in time' },
  frequency: { extent: [3, 1], letter: 'F', title: 'Frequency 3×1', mixes: 'neighbours in frequency' },
  square: { extent: [3, 3], letter: 'S', title: 'Square 3×3', mixes: 'neighbours in both' },
} as const satisfies Record<
  string,
  { extent: readonly [number, number]; letter: string; title: string; mixes: string }
>;

export type KernelName = keyof typeof KERNELS;

export interface AdapterSpec {
  readonly kernel: KernelName;
  /** r, the number of channels between the two convolutions. */
  readonly bottleneck: number;
}

/** The two blocks of a transformer layer that an adapter may sit beside. */
export const PLACEMENTS = ['attn', 'ffn'] as const;
export type Placement = (typeof PLACEMENTS)[number];

/** One adapter beside each attention block, each FFN block, both or neither; the same in every layer. */
export type AdapterPlan = Readonly<Record<Placement, AdapterSpec | null>>;

export const NO_ADAPTERS: AdapterPlan = { attn: null, ffn: null };

/** Number of kernel taps: frequency extent x time extent. */
export function taps(kernel: KernelName): number {
  const [f, t] = KERNELS[kernel].extent;
  return f * t;
}

/** Parameters of one adapter: down [r, d, kf, kt] and up [d, r, kf, kt], no bias: 2 k d r. */
export function adapterSize(spec: AdapterSpec, dim: number): number {
  return 2 * taps(spec.kernel) * dim * spec.bottleneck;
}

/** Names a plan as the paper does: `Attn(T) FFN(F)`. */
export function planTitle(plan: AdapterPlan): string {
  const parts = PLACEMENTS.flatMap((place) => {
    const spec = plan[place];
    return spec ? [`${place === 'attn' ? 'Attn' : 'FFN'}(${KERNELS[spec.kernel].letter})`] : [];
  });
  return parts.length > 0 ? parts.join(' ') : 'no adapters';
}

/** Canonical parameter name of an adapter's convolution. */
export function adapterName(layer: number, place: Placement, part: 'down' | 'up'): string {
  return `blocks.${layer}.${place}_adapter.${part}.weight`;
}
