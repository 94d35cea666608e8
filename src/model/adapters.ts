/**
 * The adapters as data: kernels, placements, sizes. What computes them is in lookAside.ts.
 * Source: paper section 2.3 and Table 1; reference/loaa_reference.py.
 */

/** Kernel extents over the F x W token grid, [frequency, time], as Table 1 writes them; longer ones by `extentOf`. */
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
  /** N, odd and at least 3: the kernel's extent along its axis or axes (1 x N, N x 1, N x N). A linear one has none. */
  readonly size?: number;
}

/** The two blocks of a transformer layer that an adapter may sit beside. */
export const PLACEMENTS = ['attn', 'ffn'] as const;
export type Placement = (typeof PLACEMENTS)[number];

/** One adapter beside each attention block, each FFN block, both or neither; the same in every layer. */
export type AdapterPlan = Readonly<Record<Placement, AdapterSpec | null>>;

export const NO_ADAPTERS: AdapterPlan = { attn: null, ffn: null };

/** The size of the kernels in the paper's tables. */
export const USUAL_SIZE = 3;

/** A kernel's extent over the token grid, [frequency, time]: `size` along each axis that it runs along. */
export function extentOf({ kernel, size }: Pick<AdapterSpec, 'kernel' | 'size'>): readonly [number, number] {
  const [f, t] = KERNELS[kernel].extent;
  const along = (usual: number) => (usual === 1 ? 1 : (size ?? USUAL_SIZE));
  return [along(f), along(t)];
}

/** Number of kernel taps, k: frequency extent x time extent. */
export function taps(spec: Pick<AdapterSpec, 'kernel' | 'size'>): number {
  const [f, t] = extentOf(spec);
  return f * t;
}

/** Parameters of one adapter: down [r, d, kf, kt] and up [d, r, kf, kt], no bias: 2 k d r. */
export function adapterSize(spec: AdapterSpec, dim: number): number {
  return 2 * taps(spec) * dim * spec.bottleneck;
}

/** A kernel as the paper letters it, with its size where that is not the paper's: T, F7, S5. */
export function kernelLetter({ kernel, size = USUAL_SIZE }: Pick<AdapterSpec, 'kernel' | 'size'>): string {
  const { letter } = KERNELS[kernel];
  return kernel === 'linear' || size === USUAL_SIZE ? letter : `${letter}${size}`;
}

/** Names a plan as the paper does: `Attn(T) FFN(F)`. */
export function planTitle(plan: AdapterPlan): string {
  const parts = PLACEMENTS.flatMap((place) => {
    const spec = plan[place];
    return spec ? [`${place === 'attn' ? 'Attn' : 'FFN'}(${kernelLetter(spec)})`] : [];
  });
  return parts.length > 0 ? parts.join(' ') : 'no adapters';
}

/** Canonical parameter name of an adapter's convolution. */
export function adapterName(layer: number, place: Placement, part: 'down' | 'up'): string {
  return `blocks.${layer}.${place}_adapter.${part}.weight`;
}
