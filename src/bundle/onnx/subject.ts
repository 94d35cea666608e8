import type { Weights } from '../../model/build';
import type { MethodSettings } from '../../model/methods';
import type { BackboneConfig } from '../../weights/types';

/** A whole adapted model. */
export interface OnnxSubject {
  readonly backbone: BackboneConfig;
  readonly settings: MethodSettings;
  readonly frames: number;
  /** Patch stride, [frequency, time]. */
  readonly stride: readonly [number, number];
  /** F x W. */
  readonly grid: readonly [number, number];
  /** The backbone on that grid and what was trained, by canonical name, PyTorch's layout; the trained ones count. */
  readonly frozen: Weights;
  readonly trained: Weights;
  readonly classes: number;
}
