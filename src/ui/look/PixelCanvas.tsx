import { useEffect, useRef } from 'react';
import type { Picture } from './pixels';
import styles from './Look.module.css';

/** A picture on a canvas of its own size, stretched by the style sheet. Decorative: what it shows is said beside it. */
export function PixelCanvas({ picture, sharp }: { readonly picture: Picture; readonly sharp?: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(picture.pixels, picture.width, picture.height), 0, 0);
  }, [picture]);
  return (
    <canvas
      ref={canvas}
      className={sharp ? styles.sharp : styles.canvas}
      width={picture.width}
      height={picture.height}
      aria-hidden
    />
  );
}
