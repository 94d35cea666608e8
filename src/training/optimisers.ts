/** The optimisers, as data; what computes them is in adam.ts. */
export interface Optimiser {
  readonly title: string;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** Weight decay acts on the parameters themselves (AdamW), or is added to the gradient (L2). */
  readonly decoupled: boolean;
}

/** Source: torch.optim.Adam with AST's settings (recipes.md); torch.optim.AdamW's defaults. */
export const OPTIMISERS = {
  adam: { title: 'Adam (AST)', beta1: 0.95, beta2: 0.999, epsilon: 1e-8, weightDecay: 5e-7, decoupled: false },
  adamw: { title: 'AdamW', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, decoupled: true },
} as const satisfies Record<string, Optimiser>;

export type OptimiserName = keyof typeof OPTIMISERS;
