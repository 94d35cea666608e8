import type { Random } from '../core/random';
import type { Weight } from '../weights/types';

/** Values that a new parameter starts with. Those drawn at random are drawn in the order of the values. */
export type Start =
  | 'zeros'
  | 'ones'
  /** A convolution [c, c, kf, kt] that passes its input on. */
  | 'identity'
  /** Uniform in +-bound. */
  | { readonly uniform: number }
  /** Normal around zero with this standard deviation. */
  | { readonly normal: number };

/** A parameter that training adds to a backbone: its canonical name, PyTorch's shape, and what it starts from. */
export interface NewParameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: Start;
}

/** How many values a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** The parameter as it starts. */
export function fresh({ shape, start }: NewParameter, random: Random): Weight {
  return { shape, data: values(shape, start, random) };
}

function values(shape: readonly number[], start: Start, random: Random): Float32Array {
  const length = sizeOf(shape);
  if (start === 'zeros') return new Float32Array(length);
  if (start === 'ones') return new Float32Array(length).fill(1);
  if (start === 'identity') return identityConvolution(shape);
  if ('uniform' in start) return Float32Array.from({ length }, () => (2 * random.uniform() - 1) * start.uniform);
  return Float32Array.from({ length }, () => random.normal() * start.normal);
}

/** [c, c, kf, kt] with a one at the centre tap from every channel to itself. */
function identityConvolution([c = 0, , kf = 1, kt = 1]: readonly number[]): Float32Array {
  const data = new Float32Array(c * c * kf * kt);
  const centre = (kf * kt - 1) / 2;
  for (let i = 0; i < c; i++) data[(i * c + i) * kf * kt + centre] = 1;
  return data;
}

/** The bound of torch.nn.init.xavier_uniform_: sqrt(6 / (fan in + fan out)), fans counting every tap. */
export function xavier(fanIn: number, fanOut: number): Start {
  return { uniform: Math.sqrt(6 / (fanIn + fanOut)) };
}

/** The transformer layer of a parameter, or null where it belongs to none. */
export function layerOf(name: string): number | null {
  const found = /^blocks\.(\d+)\./.exec(name);
  return found ? Number(found[1]) : null;
}
