/** The paper's key frames 320 to 336 where a clip reaches so far, else the middle: a 0-based token column. */
export function defaultColumn(columns: number, stride: number): number {
  const key = Math.floor(320 / stride);
  return key < columns ? key : Math.floor(columns / 2);
}
