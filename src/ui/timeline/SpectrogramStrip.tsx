import { useEffect, useMemo, useRef } from 'react';
import { paintColumns, rangeOf } from '../microphone/paintColumns';
import styles from './Timeline.module.css';
import { useSpectrogram } from './useSpectrogram';
import type { Viewport } from './viewport';

/** The spectrogram of the stretch that is shown. Decorative: what is heard in it is in the lanes and in the table. */
export function SpectrogramStrip({ view }: { readonly view: Viewport }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const stretch = useSpectrogram(view);
  const range = useMemo(() => (stretch ? rangeOf(stretch.columns) : null), [stretch]);
  const perSecond = stretch ? stretch.columns.frames / (stretch.to - stretch.from) : 0;
  const width = Math.max(1, Math.round((view.to - view.from) * perSecond));
  const from = stretch ? Math.round((stretch.from - view.from) * perSecond) : 0;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context && stretch && range) paintColumns(context, stretch.columns, { width, from, range });
  }, [stretch, range, width, from]);
  return (
    <canvas
      ref={canvas}
      className={styles.spectrogram}
      width={width}
      height={stretch?.columns.bins ?? 1}
      aria-hidden
      data-testid="recording-spectrogram"
    />
  );
}
