import {
  extentOf,
  KERNELS,
  type AdapterPlan,
  type AdapterSpec,
  type KernelName,
  type Placement,
} from '../../model/adapters';
import { entriesOf } from '../common/entries';
import type { RadioOption } from '../common/RadioRow';
import { KERNEL_TONES } from './kernelTones';

/** A kernel with its size, where that is not the usual one. */
export type SizedKernel = Pick<AdapterSpec, 'kernel' | 'size'>;

/** A kernel by name and extent, `Time 1×7`. */
export function kernelTitle(spec: SizedKernel): string {
  const [name] = KERNELS[spec.kernel].title.split(' ');
  return `${name} ${extentOf(spec).join('×')}`;
}

/** An adapter's kernel after another one was chosen: a size stays where the new kernel has one. */
export function withKernel(spec: AdapterSpec, kernel: KernelName): AdapterSpec {
  return kernel === 'linear' ? { kernel, bottleneck: spec.bottleneck } : { ...spec, kernel };
}

export type KernelChoice = KernelName | 'none';

/** The kernels to choose from, each with the size that it would have. */
export function kernelOptions(
  size: number | undefined,
): readonly (RadioOption<KernelChoice> & { readonly label: string })[] {
  return [
    { value: 'none', label: 'None', title: 'No adapter here' },
    ...entriesOf(KERNELS).map(([kernel, { mixes }]) => ({
      value: kernel,
      label: kernelTitle(size === undefined ? { kernel } : { kernel, size }),
      title: `Mixes ${mixes}`,
      tone: KERNEL_TONES[kernel],
    })),
  ];
}

const FIRST_BOTTLENECK = 4;

/** The adapter at a place after a kernel was chosen there: a new one takes the bottleneck of the other place's. */
export function adapterWith(plan: AdapterPlan, place: Placement, choice: KernelChoice): AdapterSpec | null {
  if (choice === 'none') return null;
  const spec = plan[place];
  const bottleneck = plan.attn?.bottleneck ?? plan.ffn?.bottleneck ?? FIRST_BOTTLENECK;
  return spec ? withKernel(spec, choice) : { kernel: choice, bottleneck };
}

/** How a cell is reached: the token itself, by the first convolution, by the second on top of it, or not at all. */
export type Reach = 'self' | 'one' | 'two' | 'none';

export interface KernelCell {
  readonly row: number;
  readonly column: number;
  readonly reach: Reach;
  /** Which axis the cell lies on, for its colour. */
  readonly axis: 'time' | 'frequency' | 'both';
}

/** The least and the greatest side of the drawing, in cells; both odd, so that the token is in the middle. */
const LEAST = 7;
const MOST = 15;

/**
 * The neighbours of a token that an adapter touches, on a square of `side` x `side` cells around it: a kernel of extent n
 * reaches (n - 1) / 2 tokens each way with one convolution, n - 1 with both. The square holds both reaches and one cell
 * more, up to 15 x 15: a longer kernel runs over its edge (`cut`).
 */
export function kernelCells(extent: readonly [number, number]): {
  readonly side: number;
  readonly cut: boolean;
  readonly cells: readonly KernelCell[];
} {
  const wanted = 2 * (Math.max(...extent) - 1) + 3;
  const side = Math.min(MOST, Math.max(LEAST, wanted));
  const middle = (side - 1) / 2;
  const [frequency, time] = extent;
  const cells = Array.from({ length: side * side }, (_, i): KernelCell => {
    const [row, column] = [Math.floor(i / side), i % side];
    const [up, along] = [Math.abs(row - middle), Math.abs(column - middle)];
    const within = (times: number) => up <= (times * (frequency - 1)) / 2 && along <= (times * (time - 1)) / 2;
    const reach = up + along === 0 ? 'self' : within(1) ? 'one' : within(2) ? 'two' : 'none';
    return { row, column, reach, axis: up === 0 ? 'time' : along === 0 ? 'frequency' : 'both' };
  });
  return { side, cut: wanted - 2 > side, cells };
}
