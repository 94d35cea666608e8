import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import type { LookFacts } from '../../attention/types';
import { FRONT_ENDS } from '../../audio/frontEnds';
import { significant } from '../format';
import { Term } from '../common/Term';
import styles from './BandSlider.module.css';
import { bandSeconds } from './places';

interface BandSliderProps {
  readonly facts: LookFacts;
  /** Token columns, first and last. */
  readonly band: readonly [number, number];
  /** The first column that holds padding alone, or null where all hold sound. */
  readonly firstEmpty: number | null;
  readonly onChange: (band: readonly [number, number]) => void;
}

/** The key time: from where to where, on the edges of token columns. */
export function BandSlider({ facts, band, firstEmpty, onChange }: BandSliderProps) {
  const [, columns] = facts.grid;
  const step = facts.stride[1] / FRONT_ENDS[facts.frontEnd].framesPerSecond;
  const [from, to] = bandSeconds(facts, band);
  const several =
    band[1] > band[0] ? `${band[1] - band[0] + 1} columns, averaged` : `column ${band[0] + 1} of ${columns}`;
  const change = (edges: number | number[]) => {
    if (!Array.isArray(edges)) return;
    const [left = 0, right = 0] = edges.map((edge) => Math.round(edge / step));
    // A band is one column at least: the edge that moved pushes no further.
    const start = Math.min(left, columns - 1);
    onChange(right > start ? [start, right - 1] : [start, start]);
  };
  return (
    <Slider
      className={styles.slider ?? ''}
      minValue={0}
      maxValue={columns * step}
      step={step}
      value={[band[0] * step, (band[1] + 1) * step]}
      onChange={change}
      formatOptions={{ style: 'unit', unit: 'second', unitDisplay: 'long', maximumFractionDigits: 2 }}
      data-testid="band"
    >
      <span className={styles.label}>
        <Label>Key time</Label>
        <Term name="column" />
      </span>
      <SliderTrack className={styles.track ?? ''}>
        {({ state }) => (
          <>
            <div
              className={styles.fill}
              style={{
                left: `${state.getThumbPercent(0) * 100}%`,
                width: `${(state.getThumbPercent(1) - state.getThumbPercent(0)) * 100}%`,
              }}
            />
            <SliderThumb index={0} className={styles.thumb ?? ''} aria-label="Key time, from" />
            <SliderThumb index={1} className={styles.thumb ?? ''} aria-label="Key time, to" />
          </>
        )}
      </SliderTrack>
      <SliderOutput className={styles.output ?? ''}>
        {`${significant(from, 3)} to ${significant(to, 3)} s: ${several}${firstEmpty !== null && band[0] >= firstEmpty ? ', padding' : ''}`}
      </SliderOutput>
    </Slider>
  );
}
