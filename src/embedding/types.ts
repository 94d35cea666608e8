/** One vector a clip: row-major [n, d]. */
export interface Vectors {
  readonly data: Float32Array;
  /** n */
  readonly count: number;
  /** d */
  readonly dim: number;
}

/** The k nearest others of every row, the nearest first: row-major [n, k]. */
export interface Neighbours {
  readonly indices: Int32Array;
  /** Cosine similarity, in [-1, 1]. */
  readonly similarities: Float32Array;
  readonly k: number;
}
