import { useMemo } from 'react';
import type { FrontEndName } from '../../audio/types';
import { Term } from '../common/Term';
import styles from './Look.module.css';
import { entropyBits, upscale, type PatchLayout, type Upscaling } from './maps';
import { layOver, type Picture } from './pixels';
import type { Padding } from './padding';
import { Plot } from './Plot';

interface MapPlotProps {
  readonly title: string;
  readonly map: Float32Array;
  /** The spectrogram beneath. */
  readonly base: Picture;
  readonly layout: PatchLayout;
  readonly how: Upscaling;
  readonly cover: number;
  /** The scale that both maps share. */
  readonly range: readonly [number, number];
  readonly frontEnd: FrontEndName;
  readonly seconds: number;
  readonly band: readonly [number, number];
  readonly padding: Padding | null;
}

/** One attention map over the spectrogram, with how widely it is spread. */
export function MapPlot({ title, map, base, layout, how, cover, range, ...axes }: MapPlotProps) {
  const picture = useMemo(
    () => layOver(base, upscale(map, layout, base.height, base.width, how), range, cover),
    [base, map, layout, how, range, cover],
  );
  const bits = entropyBits(map);
  const most = Math.log2(layout.grid[0] * layout.grid[1]);
  const spread = `Entropy ${bits.toFixed(2)} of at most ${most.toFixed(2)} bits`;
  return (
    <Plot title={title} label={`Attention map: ${title}. ${spread}.`} picture={picture} {...axes} testId="map">
      <p className={styles.note}>
        {spread} <Term name="entropy" />
      </p>
    </Plot>
  );
}
