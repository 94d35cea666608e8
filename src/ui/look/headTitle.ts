/** A layer and a head in words. */
export function headTitle(layer: number, head: number | null): string {
  return `Layer ${layer + 1}, ${head === null ? 'mean over heads' : `head ${head + 1}`}`;
}
