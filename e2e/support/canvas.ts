import type { Locator } from '@playwright/test';

/** The pixels of a canvas, one number each: red, green and blue in 24 bits. */
export function canvasPixels(canvas: Locator): Promise<readonly number[]> {
  return canvas.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) throw new Error('This is no canvas.');
    const pixels = element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data ?? [];
    const out: number[] = [];
    for (let i = 0; i + 3 < pixels.length; i += 4) {
      out.push((pixels[i] ?? 0) * 65_536 + (pixels[i + 1] ?? 0) * 256 + (pixels[i + 2] ?? 0));
    }
    return out;
  });
}

/** How many different colours there are. A blank canvas has one. */
export function coloursIn(pixels: readonly number[]): number {
  return new Set(pixels).size;
}
