import { useCallback, useMemo, useRef, useState } from 'react';
import type { Reading } from '../../attention/types';
import { FRONT_ENDS } from '../../audio/frontEnds';
import { RadioRow } from '../common/RadioRow';
import { Field } from '../common/Field';
import { seconds as secondsText } from '../format';
import { useApp, useSession } from '../sessionContext';
import { ColourBar } from './ColourBar';
import { ColumnSlider } from './ColumnSlider';
import { HeadGrid } from './HeadGrid';
import styles from './Look.module.css';
import { MapPlot } from './MapPlot';
import { framesOf, rangeOf, selectMap, type Upscaling } from './maps';
import { paintSpectrogram, type Spectrogram } from './pixels';
import { PlayButton } from './PlayButton';
import { Plot } from './Plot';
import { useLayout } from './useLayout';

const READINGS = [
  { value: 'column-as-keys', label: 'Who looks here' },
  { value: 'column-as-queries', label: 'Where it looks' },
] as const satisfies readonly { value: Reading; label: string }[];

const UPSCALINGS = [
  { value: 'bilinear', label: 'Smooth' },
  { value: 'nearest', label: 'Patches' },
] as const satisfies readonly { value: Upscaling; label: string }[];

/** The spectrogram, the two maps on one scale, and everything that chooses among them. */
export function Maps({ spectrogram }: { readonly spectrogram: Spectrogram }) {
  const session = useSession();
  const look = useApp((state) => state.look);
  const stage = useRef<HTMLDivElement>(null);
  const [how, setHow] = useState<Upscaling>('bilinear');
  const [cover, setCover] = useState(0.7);
  const maps = look.after ?? look.before;
  const { config, layout } = useLayout(maps);

  const perSecond = FRONT_ENDS[config.frontEnd].framesPerSecond;
  const frames = framesOf(layout);
  const seconds = frames / perSecond;
  const column = look.column ?? maps?.column ?? 0;
  const from = column * layout.stride[1];
  const band = [from / frames, (from + layout.patch[1]) / frames] as const;
  const layer = Math.min(look.layer, (maps?.layers ?? 1) - 1);

  const chosen = useMemo(() => {
    const pick = (one: typeof look.before) => (one ? selectMap(one, look.reading, layer, look.head) : null);
    const [before, after] = [pick(look.before), pick(look.after)];
    return { before, after, range: rangeOf([before, after].filter((map) => map !== null)) };
  }, [look, layer]);
  const coloured = useMemo(() => paintSpectrogram(spectrogram, frames, 'spectrogram'), [spectrogram, frames]);
  const grey = useMemo(() => paintSpectrogram(spectrogram, frames, 'grey'), [spectrogram, frames]);

  const spanOf = (w: number) => {
    const start = w * layout.stride[1];
    return [start / perSecond, (start + layout.patch[1]) / perSecond] as const;
  };
  const setColumn = useCallback((w: number) => void session.look({ column: w }), [session]);
  const where = `layer ${layer + 1}, ${look.head === null ? 'mean over heads' : `head ${look.head + 1}`}`;
  const own = spectrogram.frames / perSecond;
  const shared = { base: grey, layout, how, cover, range: chosen.range, frontEnd: config.frontEnd, seconds, band };

  return (
    <div ref={stage} className={styles.stage} data-busy={look.busy ? '' : undefined}>
      <div className={styles.plots}>
        <Plot
          title="Spectrogram"
          label={`Log-mel spectrogram of ${look.clip ?? 'the clip'}, ${secondsText(seconds)}`}
          picture={coloured}
          frontEnd={config.frontEnd}
          seconds={seconds}
          band={band}
        >
          {own > seconds + 0.02 ? (
            <p className={styles.note}>
              The model sees the first {secondsText(seconds)} of {secondsText(own)}.
            </p>
          ) : null}
        </Plot>
        {chosen.before ? <MapPlot {...shared} title={`Before training, ${where}`} map={chosen.before} /> : null}
        {chosen.after ? <MapPlot {...shared} title={`After training, ${where}`} map={chosen.after} /> : null}
      </div>
      <div className={styles.choices}>
        {look.clip === null ? null : <PlayButton clip={look.clip} seconds={seconds} stage={stage} />}
        <ColourBar range={chosen.range} />
        <ColumnSlider column={column} columns={layout.grid[1]} spanOf={spanOf} onChange={setColumn} />
        <RadioRow
          legend="Reading"
          term="reading"
          value={look.reading}
          options={READINGS}
          onChange={(reading) => void session.look({ reading })}
        />
        <RadioRow legend="Upscaling" value={how} options={UPSCALINGS} onChange={setHow} />
        <Field label="Cover of the map over the spectrogram" hint={`${Math.round(cover * 100)} %`}>
          {({ id }) => (
            <input
              id={id}
              type="range"
              min={0}
              max={1}
              step={0.05}
              value={cover}
              onChange={(event) => setCover(Number(event.target.value))}
            />
          )}
        </Field>
      </div>
      {maps ? (
        <HeadGrid
          maps={maps}
          reading={look.reading}
          layer={layer}
          head={look.head}
          onChoose={(l, h) => void session.look({ layer: l, head: h })}
        />
      ) : null}
    </div>
  );
}
