/**
 * Writes ONNX files: as much of the format as one model needs. Source: onnx/onnx.proto (field numbers), the protocol buffers
 * encoding guide (wire types).
 */

/** Bytes in pieces, joined once at the end: weights are never copied in between. */
interface Pieces {
  readonly length: number;
  readonly parts: readonly Uint8Array[];
}

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Float32 values, 16-bit floats as their bits, or int64 values (shapes and axes). */
  readonly data: Float32Array | Uint16Array | BigInt64Array;
}

/** Whole numbers, lists of them, fractions (`{ float }`, for a whole number that is meant as one too) or texts. */
export type OnnxAttribute = number | readonly number[] | { readonly float: number } | string;

export interface OnnxNode {
  readonly type: string;
  /** Empty for ONNX's own operators. */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** A float32 input or output of the graph. A size may be left to the caller, under a name. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface OnnxModel {
  readonly nodes: readonly OnnxNode[];
  readonly weights: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Version of ONNX's own operators. */
  readonly opset: number;
  /** Texts for whoever opens the file. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const IR_VERSION = 10;
const MICROSOFT = 'com.microsoft';
const PRODUCER = 'LoAA Playground';
/** TensorProto.DataType. */
export const FLOAT = 1;
const INT64 = 7;
const FLOAT16 = 10;
const ATTRIBUTE = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** The file's bytes: a ModelProto. */
export function onnxFile({
  nodes,
  weights,
  inputs,
  outputs,
  opset,
  metadata = {},
}: OnnxModel): Uint8Array<ArrayBuffer> {
  const graph = join([
    ...nodes.map((node) => bytes(1, nodeProto(node))),
    text(2, 'graph'),
    ...weights.map((weight) => bytes(5, tensorProto(weight))),
    ...inputs.map((value) => bytes(11, valueProto(value))),
    ...outputs.map((value) => bytes(12, valueProto(value))),
  ]);
  const model = join([
    whole(1, IR_VERSION),
    text(2, PRODUCER),
    bytes(8, join([text(1, ''), whole(2, opset)])),
    bytes(8, join([text(1, MICROSOFT), whole(2, 1)])),
    bytes(7, graph),
    ...Object.entries(metadata).map(([name, value]) => bytes(14, join([text(1, name), text(2, value)]))),
  ]);
  const out = new Uint8Array(model.length);
  let at = 0;
  for (const part of model.parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function nodeProto({ type, domain = '', inputs, outputs, attributes = {} }: OnnxNode): Pieces {
  return join([
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, type),
    ...Object.entries(attributes).map(([name, value]) => bytes(5, attributeProto(name, value))),
    text(7, domain),
  ]);
}

function attributeProto(name: string, value: OnnxAttribute): Pieces {
  const named = text(1, name);
  if (typeof value === 'string') return join([named, text(4, value), whole(20, ATTRIBUTE.string)]);
  if (typeof value === 'number') return join([named, whole(3, value), whole(20, ATTRIBUTE.int)]);
  if ('float' in value) return join([named, float(2, value.float), whole(20, ATTRIBUTE.float)]);
  return join([named, ...value.map((each) => whole(8, each)), whole(20, ATTRIBUTE.ints)]);
}

function tensorProto({ name, shape, data }: OnnxTensor): Pieces {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return join([
    ...shape.map((size) => whole(1, size)),
    whole(2, dataTypeOf(data)),
    text(8, name),
    bytes(9, { length: raw.length, parts: [raw] }),
  ]);
}

function dataTypeOf(data: OnnxTensor['data']): number {
  if (data instanceof Float32Array) return FLOAT;
  return data instanceof Uint16Array ? FLOAT16 : INT64;
}

function valueProto({ name, shape }: OnnxValue): Pieces {
  const dims = join(shape.map((size) => bytes(1, typeof size === 'string' ? text(2, size) : whole(1, size))));
  const tensorType = join([whole(1, FLOAT), bytes(2, dims)]);
  return join([text(1, name), bytes(2, bytes(1, tensorType))]);
}

const WIRE = { varint: 0, delimited: 2, fixed32: 5 } as const;

function join(all: readonly Pieces[]): Pieces {
  return { length: all.reduce((sum, { length }) => sum + length, 0), parts: all.flatMap(({ parts }) => parts) };
}

const piece = (part: Uint8Array): Pieces => ({ length: part.length, parts: [part] });

/** Seven bits a byte, lowest first, negative numbers as 64 bits. */
function varint(value: number): Pieces {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    out.push(rest > 0n ? low | 128 : low);
  } while (rest > 0n);
  return piece(Uint8Array.from(out));
}

const key = (field: number, wire: number) => varint(field * 8 + wire);
const whole = (field: number, value: number) => join([key(field, WIRE.varint), varint(value)]);
const bytes = (field: number, content: Pieces) => join([key(field, WIRE.delimited), varint(content.length), content]);
const text = (field: number, value: string) => bytes(field, piece(new TextEncoder().encode(value)));

function float(field: number, value: number): Pieces {
  const four = new DataView(new ArrayBuffer(4));
  four.setFloat32(0, value, true);
  return join([key(field, WIRE.fixed32), piece(new Uint8Array(four.buffer))]);
}
