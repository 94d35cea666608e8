import type { Neighbours, Vectors } from './types';

/** Rows of length one; a row of zeros stays zeros. */
export function unitRows({ data, count, dim }: Vectors): Vectors {
  const out = new Float32Array(count * dim);
  for (let i = 0; i < count; i++) {
    let square = 0;
    for (let j = 0; j < dim; j++) square += (data[i * dim + j] ?? 0) ** 2;
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let j = 0; j < dim; j++) out[i * dim + j] = (data[i * dim + j] ?? 0) * scale;
  }
  return { data: out, count, dim };
}

/**
 * The k nearest others of every row by cosine similarity, exactly: every pair is compared once. Of equal ones the lower
 * index comes first.
 * @param onRow told of every row that is done: so far i of n
 */
export function nearestNeighbours(vectors: Vectors, k: number, onRow?: (done: number) => void): Neighbours {
  const { data, count: n, dim } = unitRows(vectors);
  const kept = Math.max(0, Math.min(k, n - 1));
  const indices = new Int32Array(n * kept).fill(-1);
  const similarities = new Float32Array(n * kept).fill(-Infinity);
  const offer = (row: number, other: number, similarity: number) => {
    const start = row * kept;
    if (kept === 0 || similarity <= (similarities[start + kept - 1] ?? 0)) return;
    let at = start + kept - 1;
    while (at > start && similarity > (similarities[at - 1] ?? 0)) {
      similarities[at] = similarities[at - 1] ?? 0;
      indices[at] = indices[at - 1] ?? 0;
      at--;
    }
    similarities[at] = similarity;
    indices[at] = other;
  };
  for (let i = 0; i < n; i++) {
    const a = i * dim;
    for (let j = i + 1; j < n; j++) {
      const b = j * dim;
      let dot = 0;
      for (let c = 0; c < dim; c++) dot += (data[a + c] as number) * (data[b + c] as number);
      offer(i, j, dot);
      offer(j, i, dot);
    }
    onRow?.(i + 1);
  }
  return { indices, similarities, k: kept };
}
