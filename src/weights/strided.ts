/** A strided view: element (i0, i1, ...) lies at offset + sum of i_k x stride_k. All in elements. */
export interface Strided {
  readonly offset: number;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

/** The largest index that the view touches; offset - 1 for an empty view. */
export function lastElement({ offset, shape, stride }: Strided): number {
  if (shape.includes(0)) return offset - 1;
  return shape.reduce((last, size, k) => last + (size - 1) * (stride[k] ?? 0), offset);
}

/** Whether the view's elements lie one after another in row-major order. */
export function isContiguous({ shape, stride }: Strided): boolean {
  let step = 1;
  for (let k = shape.length - 1; k >= 0; k--) {
    const size = shape[k] ?? 1;
    if (size === 0) return true;
    if (size !== 1 && stride[k] !== step) return false;
    step *= size;
  }
  return true;
}

type Raw = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | BigUint64Array<ArrayBuffer>;

function rawOf(buffer: ArrayBuffer, bytes: number): Raw {
  if (bytes === 8) return new BigUint64Array(buffer);
  if (bytes === 4) return new Uint32Array(buffer);
  return bytes === 2 ? new Uint16Array(buffer) : new Uint8Array(buffer);
}

/**
 * Copies a view's elements, of `bytes` bytes each, into row-major order.
 * `span` starts at the view's own offset.
 */
export function gatherStrided(span: ArrayBuffer, bytes: number, { shape, stride }: Strided): ArrayBuffer {
  const source = rawOf(span, bytes);
  const count = shape.reduce((product, size) => product * size, 1);
  const out = rawOf(new ArrayBuffer(count * bytes), bytes);
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < count; to++) {
    out[to] = source[from] as never;
    for (let k = shape.length - 1; k >= 0; k--) {
      const next = (index[k] ?? 0) + 1;
      from += stride[k] ?? 0;
      index[k] = next;
      if (next < (shape[k] ?? 1)) break;
      from -= next * (stride[k] ?? 0);
      index[k] = 0;
    }
  }
  return out.buffer;
}
