import { halfOf } from '../../fused/halves';
import type { Weight } from '../../weights/types';
import { FLOAT, type OnnxAttribute, type OnnxNode, type OnnxTensor } from './file';

/** Nodes and weights as they are added; `node` answers with the name of its output. */
export interface Graph {
  readonly nodes: readonly OnnxNode[];
  readonly weights: readonly OnnxTensor[];
  node(type: string, inputs: readonly string[], attributes?: Readonly<Record<string, OnnxAttribute>>): string;
  /** A node of several outputs. */
  several(type: string, count: number, inputs: readonly string[], attributes?: OnnxNode['attributes']): string[];
  /** Of onnxruntime's own operators. */
  own(type: string, inputs: readonly string[], attributes?: OnnxNode['attributes']): string;
  /** A value under the name of an output of the graph. */
  output(value: string, name: string): void;
  weight(weight: Weight): string;
  /** A weight that is stored in 16 bits and widened where it is used. */
  halfWeight(weight: Weight): string;
  numbers(values: readonly number[]): string;
  scalar(value: number): string;
  reshape(x: string, shape: readonly number[]): string;
  transpose(x: string, perm: readonly number[]): string;
  slice(x: string, axis: number, from: number, to: number): string;
  /** x W^T, and + b where there is one, of rows x [R, i], one operator. */
  product(x: string, weight: string, bias?: string): string;
}

export function createGraph(): Graph {
  const nodes: OnnxNode[] = [];
  const weights: OnnxTensor[] = [];
  let names = 0;
  const add = (type: string, count: number, inputs: readonly string[], rest: Partial<OnnxNode>) => {
    const outputs = Array.from({ length: count }, () => `v${names++}`);
    nodes.push({ type, inputs, outputs, ...rest });
    return outputs;
  };
  const hold = (tensor: Omit<OnnxTensor, 'name'>) => {
    const name = `w${names++}`;
    weights.push({ name, ...tensor });
    return name;
  };
  const node: Graph['node'] = (type, inputs, attributes = {}) => add(type, 1, inputs, { attributes })[0] ?? '';
  const numbers: Graph['numbers'] = (values) =>
    hold({ shape: [values.length], data: BigInt64Array.from(values, BigInt) });
  return {
    nodes,
    weights,
    node,
    several: (type, count, inputs, attributes = {}) => add(type, count, inputs, { attributes }),
    own: (type, inputs, attributes = {}) => add(type, 1, inputs, { attributes, domain: 'com.microsoft' })[0] ?? '',
    output: (value, name) => void nodes.push({ type: 'Identity', inputs: [value], outputs: [name] }),
    weight: ({ shape, data }) => hold({ shape, data }),
    halfWeight: ({ shape, data }) =>
      node('Cast', [hold({ shape, data: Uint16Array.from(data, halfOf) })], { to: FLOAT }),
    numbers,
    scalar: (value) => hold({ shape: [], data: Float32Array.of(value) }),
    reshape: (x, shape) => node('Reshape', [x, numbers(shape)]),
    transpose: (x, perm) => node('Transpose', [x], { perm }),
    slice: (x, axis, from, to) => node('Slice', [x, numbers([from]), numbers([to]), numbers([axis])]),
    product: (x, weight, bias) => node('Gemm', bias === undefined ? [x, weight] : [x, weight, bias], { transB: 1 }),
  };
}

/** The same values [1, ...size] for each clip of the batch. */
export function forEveryClip(g: Graph, value: string, size: readonly number[]): string {
  const clips = g.node('Shape', ['input_values'], { start: 0, end: 1 });
  return g.node('Expand', [value, g.node('Concat', [clips, g.numbers(size)], { axis: 0 })]);
}
