import {
  adapterSize,
  PLACEMENTS,
  type AdapterPlan,
  type AdapterSpec,
  type KernelName,
  type Placement,
} from '../model/adapters';

/** The width of the paper's backbone. */
export const PAPER_DIM = 768;

/** An adapter beside a block as the paper has it: its kernel, and its bottleneck at width 768. */
export interface PaperSpec {
  readonly kernel: KernelName;
  readonly bottleneck: number;
}

/** Where the paper puts adapters. */
export type PaperPlan = Readonly<Record<Placement, PaperSpec | null>>;

/**
 * A bottleneck of the paper for a backbone of width d: r = r768 d / 768, at least 1. An adapter holds 2 k d r weights and a
 * block about 12 d^2, so this keeps the paper's share of trainable weights on a backbone of any width.
 */
export function scaledBottleneck(bottleneck: number, dim: number): number {
  return Math.max(1, Math.round((bottleneck * dim) / PAPER_DIM));
}

/** A plan of the paper for a backbone of width d. */
export function scaledPlan(plan: PaperPlan, dim: number): AdapterPlan {
  const spec = (paper: PaperSpec | null) =>
    paper && { kernel: paper.kernel, bottleneck: scaledBottleneck(paper.bottleneck, dim) };
  return { attn: spec(plan.attn), ffn: spec(plan.ffn) };
}

/**
 * The plan with the bottlenecks that bring its adapters nearest to `share` of the backbone's parameters: the same r at each
 * placement of the same kernel, r_p proportional to 1 / k_p, so that every placement holds as much. At least 1.
 *
 * @param share of the backbone's parameters, in (0, 1]
 * @param backbone `depth`: the layers that get adapters
 * @param hasKernels whether the method's adapters have the plan's kernels; Houlsby's are linear whatever it says
 */
export function budgetPlan(
  plan: AdapterPlan,
  share: number,
  backbone: { readonly dim: number; readonly depth: number; readonly parameters: number },
  hasKernels = true,
): AdapterPlan {
  const places = PLACEMENTS.filter((place) => plan[place] !== null);
  const kernelOf = ({ kernel }: AdapterSpec) => (hasKernels ? kernel : 'linear');
  const each = (share * backbone.parameters) / (backbone.depth * Math.max(1, places.length));
  const fitted = (place: Placement) => {
    const spec = plan[place];
    if (!spec) return null;
    const perChannel = adapterSize({ ...spec, kernel: kernelOf(spec), bottleneck: 1 }, backbone.dim);
    return { ...spec, bottleneck: Math.max(1, Math.round(each / perChannel)) };
  };
  return { attn: fitted('attn'), ffn: fitted('ffn') };
}
