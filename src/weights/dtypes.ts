/**
 * Number formats of stored tensors, and how each becomes float32. Widening is exact or it is refused: `widen` gives null
 * where a value has no exact float32, and never rounds.
 */
export interface Dtype {
  /** The plain name shown to people. */
  readonly title: string;
  /** Size of one element. */
  readonly bytes: number;
  /** Little-endian elements to float32, in the same order; null where some value is not exactly a float32. */
  readonly widen: (buffer: ArrayBuffer) => Float32Array<ArrayBuffer> | null;
}

/** Names of the number formats, as safetensors has them. */
export type DtypeName =
  'F64' | 'F32' | 'F16' | 'BF16' | 'I64' | 'U64' | 'I32' | 'U32' | 'I16' | 'U16' | 'I8' | 'U8' | 'BOOL';

let halfTable: Uint32Array | null = null;

/**
 * Float32 bits of every float16: sign, exponent + 112, fraction << 13; subnormals normalised; infinities and NaN kept.
 * Source: IEEE 754-2008, 3.4 (binary16 and binary32).
 */
function halfBits(): Uint32Array {
  if (halfTable !== null) return halfTable;
  const table = new Uint32Array(65536);
  const scratch = new Float32Array(1);
  const scratchBits = new Uint32Array(scratch.buffer);
  for (let h = 0; h < 65536; h++) {
    const sign = (h & 0x8000) << 16;
    const exponent = (h >>> 10) & 0x1f;
    const fraction = h & 0x3ff;
    if (exponent === 0) {
      scratch[0] = fraction * 2 ** -24;
      table[h] = sign | (scratchBits[0] ?? 0);
    } else {
      table[h] = sign | ((exponent === 31 ? 255 : exponent + 112) << 23) | (fraction << 13);
    }
  }
  halfTable = table;
  return table;
}

function widenHalf(buffer: ArrayBuffer): Float32Array<ArrayBuffer> {
  const source = new Uint16Array(buffer);
  const bits = new Uint32Array(source.length);
  const table = halfBits();
  for (let i = 0; i < source.length; i++) bits[i] = table[source[i] as number] as number;
  return new Float32Array(bits.buffer);
}

/** bfloat16 is the upper half of a float32. */
function widenBrain(buffer: ArrayBuffer): Float32Array<ArrayBuffer> {
  const source = new Uint16Array(buffer);
  const bits = new Uint32Array(source.length);
  for (let i = 0; i < source.length; i++) bits[i] = (source[i] as number) << 16;
  return new Float32Array(bits.buffer);
}

/** Formats with values that float32 lacks: each value is compared with what became of it. */
function widenChecked(source: Float64Array | Int32Array | Uint32Array): Float32Array<ArrayBuffer> | null {
  const out = new Float32Array(source.length);
  for (let i = 0; i < source.length; i++) {
    const value = source[i] as number;
    out[i] = value;
    if (out[i] !== value && !Number.isNaN(value)) return null;
  }
  return out;
}

function widenBig(source: BigInt64Array | BigUint64Array): Float32Array<ArrayBuffer> | null {
  const out = new Float32Array(source.length);
  for (let i = 0; i < source.length; i++) {
    const value = source[i] as bigint;
    out[i] = Number(value);
    if (BigInt(out[i] as number) !== value) return null;
  }
  return out;
}

/** Every format that is read, under safetensors' names. Source: https://huggingface.co/docs/safetensors (format). */
export const DTYPES: Readonly<Record<DtypeName, Dtype>> = {
  F64: { title: 'float64', bytes: 8, widen: (b) => widenChecked(new Float64Array(b)) },
  F32: { title: 'float32', bytes: 4, widen: (b) => new Float32Array(b) },
  F16: { title: 'float16', bytes: 2, widen: widenHalf },
  BF16: { title: 'bfloat16', bytes: 2, widen: widenBrain },
  I64: { title: 'int64', bytes: 8, widen: (b) => widenBig(new BigInt64Array(b)) },
  U64: { title: 'uint64', bytes: 8, widen: (b) => widenBig(new BigUint64Array(b)) },
  I32: { title: 'int32', bytes: 4, widen: (b) => widenChecked(new Int32Array(b)) },
  U32: { title: 'uint32', bytes: 4, widen: (b) => widenChecked(new Uint32Array(b)) },
  I16: { title: 'int16', bytes: 2, widen: (b) => Float32Array.from(new Int16Array(b)) },
  U16: { title: 'uint16', bytes: 2, widen: (b) => Float32Array.from(new Uint16Array(b)) },
  I8: { title: 'int8', bytes: 1, widen: (b) => Float32Array.from(new Int8Array(b)) },
  U8: { title: 'uint8', bytes: 1, widen: (b) => Float32Array.from(new Uint8Array(b)) },
  BOOL: { title: 'bool', bytes: 1, widen: (b) => Float32Array.from(new Uint8Array(b), (x) => (x === 0 ? 0 : 1)) },
};

/** Whether a text from a file names a format that is read. */
export function isDtypeName(name: string): name is DtypeName {
  return Object.hasOwn(DTYPES, name);
}

/** Product of a shape; null where it passes 2^53 - 1. A rank of 0 has one element. */
export function elementCount(shape: readonly number[]): number | null {
  if (shape.includes(0)) return 0;
  let count = 1;
  for (const size of shape) {
    count *= size;
    if (!Number.isSafeInteger(count)) return null;
  }
  return count;
}
