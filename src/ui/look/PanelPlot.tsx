import { useMemo, type ReactNode } from 'react';
import type { Place } from '../../attention/choose';
import type { LookFacts } from '../../attention/types';
import { Term } from '../common/Term';
import { significant } from '../format';
import { ColourBar } from './ColourBar';
import type { ColourName } from './colourMaps';
import styles from './Look.module.css';
import { entropyBits, upscale, type Upscaling } from './maps';
import { layOver, type Picture } from './pixels';
import { peakText } from './places';
import { Plot, type PlotProps } from './Plot';

/** What all pictures of the stage share. */
export interface Shared extends Pick<PlotProps, 'frontEnd' | 'seconds' | 'band' | 'padding'> {
  /** The spectrogram beneath, in grey. */
  readonly base: Picture;
  readonly how: Upscaling;
  readonly cover: number;
}

interface PanelPlotProps {
  readonly shared: Shared;
  /** Its name in words. */
  readonly name: string;
  readonly title: ReactNode;
  readonly facts: LookFacts;
  /** [F, W] */
  readonly map: Float32Array;
  readonly range: readonly [number, number];
  /** Whether its scale is its own, so that it is said below it. */
  readonly ownScale: boolean;
  readonly colours?: ColourName;
  /** Whether the map is of probabilities, of which entropy says how widely they are spread. */
  readonly isAttention: boolean;
  readonly patch: Place | null;
  readonly target: ReactNode;
  readonly testId?: string;
}

/** One model's map over the spectrogram, with how widely it is spread and where it is greatest. */
export function PanelPlot(props: PanelPlotProps) {
  const { shared, name, title, facts, map, range, ownScale, colours = 'attention', isAttention, patch, target } = props;
  const { base, how, cover, ...axes } = shared;
  const picture = useMemo(
    () => layOver(base, upscale(map, facts, base.height, base.width, how), range, cover, colours),
    [base, map, facts, how, range, cover, colours],
  );
  const bits = entropyBits(map);
  const most = Math.log2(map.length);
  const spread =
    isAttention && !Number.isNaN(bits) ? `entropy ${bits.toFixed(2)} of at most ${most.toFixed(2)} bits` : null;
  const peak = peakText(map, facts) ?? 'the same everywhere';
  const words = [peak, spread].filter((part) => part !== null).join('; ');
  return (
    <Plot
      {...axes}
      title={title}
      label={`${name}: ${words}. From ${significant(range[0], 2)} to ${significant(range[1], 2)}.`}
      picture={picture}
      patch={patch?.kind === 'patch' ? boxOf(facts, patch.f, patch.w) : null}
      target={target}
      testId={props.testId}
    >
      <p className={styles.note}>
        {`${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`} {spread ? <Term name="entropy" /> : null}
      </p>
      {ownScale ? <ColourBar range={range} colours={colours} title={name} quiet /> : null}
    </Plot>
  );
}

/** The stretch of a patch, as shares of the picture. */
export function boxOf({ grid, patch, stride }: Pick<LookFacts, 'grid' | 'patch' | 'stride'>, f: number, w: number) {
  const along = (at: number, axis: 0 | 1) => {
    const extent = (grid[axis] - 1) * stride[axis] + patch[axis];
    return [(at * stride[axis]) / extent, (at * stride[axis] + patch[axis]) / extent] as const;
  };
  return { x: along(w, 1), y: along(f, 0) };
}
