const LANES = 8;
const ROWS = 4;
const ROW = LANES * ROWS;
const LEVELS = 4;
const LANE_SUMS = new Float32Array(LEVELS * ROW);

/**
 * The float32 sum of x[start] .. x[start + length - 1] in PyTorch's order of additions (8 vector lanes, 4 rows at a
 * time, a cascade of partial sums), so that means are rounded as PyTorch rounds them.
 * Source: PyTorch, the algorithm of aten's cascade summation for contiguous float32 on AVX2.
 */
export function float32Sum(x: Float32Array, start: number, length: number): number {
  const vectors = Math.floor(length / LANES);
  const rows = Math.floor(vectors / ROWS);
  const power = Math.max(4, Math.floor(Math.ceil(Math.log2(Math.max(rows, 1))) / LEVELS));
  const step = 2 ** power;
  const sums = LANE_SUMS.fill(0);
  let row = 0;
  const addRow = () => {
    const at = start + row * ROW;
    for (let lane = 0; lane < ROW; lane++) sums[lane] = (sums[lane] as number) + (x[at + lane] as number);
    row++;
  };
  while (row + step <= rows) {
    for (let i = 0; i < step; i++) addRow();
    for (let level = 1; level < LEVELS; level++) {
      for (let lane = 0; lane < ROW; lane++) {
        const below = (level - 1) * ROW + lane;
        sums[level * ROW + lane] = (sums[level * ROW + lane] as number) + (sums[below] as number);
        sums[below] = 0;
      }
      if (row % step ** (level + 1) !== 0) break;
    }
  }
  while (row < rows) addRow();
  const fold = (from: number) => {
    for (let lane = 0; lane < ROW; lane++) sums[lane] = (sums[lane] as number) + (sums[from + lane] as number);
  };
  for (let level = 1; level < LEVELS; level++) fold(level * ROW);
  for (let vector = rows * ROWS; vector < vectors; vector++) {
    for (let lane = 0; lane < LANES; lane++) {
      sums[lane] = (sums[lane] as number) + (x[start + vector * LANES + lane] as number);
    }
  }
  for (let from = LANES; from < ROW; from += LANES) {
    for (let lane = 0; lane < LANES; lane++) sums[lane] = (sums[lane] as number) + (sums[from + lane] as number);
  }
  let sum = 0;
  for (let i = vectors * LANES; i < length; i++) sum = Math.fround(sum + (x[start + i] as number));
  for (let lane = 0; lane < LANES; lane++) sum = Math.fround(sum + (sums[lane] as number));
  return sum;
}
