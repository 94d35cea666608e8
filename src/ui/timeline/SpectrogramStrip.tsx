import { useEffect, useMemo, useRef } from 'react';
import { paintColumns, rangeOf, thinned } from '../microphone/paintColumns';
import styles from './Timeline.module.css';
import { useSpectrogram } from './useSpectrogram';
import type { Viewport } from './viewport';

/** Columns of a picture at most: as many as a wide screen has pixels. */
const MOST_WIDTH = 4096;

/** The spectrogram of the stretch that is shown. Decorative: what is heard in it is in the lanes and in the table. */
export function SpectrogramStrip({ view }: { readonly view: Viewport }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const stretch = useSpectrogram(view);
  const range = useMemo(() => (stretch ? rangeOf(stretch.columns) : null), [stretch]);
  const fine = stretch ? stretch.columns.frames / (stretch.to - stretch.from) : 0;
  // Of a recording of hours that has just begun, the first minutes are finer than all of it can be drawn.
  const every = Math.max(1, Math.ceil(((view.to - view.from) * fine) / MOST_WIDTH));
  const columns = useMemo(() => stretch && thinned(stretch.columns, every), [stretch, every]);
  const perSecond = fine / every;
  const width = Math.max(1, Math.round((view.to - view.from) * perSecond));
  const from = stretch ? Math.round((stretch.from - view.from) * perSecond) : 0;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context && columns && range) paintColumns(context, columns, { width, from, range });
  }, [columns, range, width, from]);
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
