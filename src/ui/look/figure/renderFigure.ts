import { fail } from '../../../core/problem';
import type { Picture } from '../pixels';
import { withDensity } from './pngDensity';

/** What print asks for. */
export const DOTS_PER_INCH = 300;

/** A picture as a data URL of a PNG. */
export function pictureUrl({ width, height, pixels }: Picture): string {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas.toDataURL('image/png');
}

export function svgBlob(svg: string): Blob {
  return new Blob([svg], { type: 'image/svg+xml' });
}

/** An SVG file drawn at `DOTS_PER_INCH`, as a PNG that says so. @param widthCm of the figure */
export async function pngBlob(svg: string, widthCm: number): Promise<Blob> {
  const url = URL.createObjectURL(svgBlob(svg));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round((widthCm / 2.54) * DOTS_PER_INCH);
    canvas.height = Math.round((canvas.width * image.naturalHeight) / image.naturalWidth);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob)
      return fail('figure.too-large', 'The figure', 'could not be drawn at this size.', 'Choose a smaller width.');
    return new Blob([withDensity(new Uint8Array(await blob.arrayBuffer()), DOTS_PER_INCH)], { type: 'image/png' });
  } finally {
    URL.revokeObjectURL(url);
  }
}
