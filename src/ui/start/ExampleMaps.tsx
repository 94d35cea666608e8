import { useId, useMemo, useState } from 'react';
import { FRONT_ENDS } from '../../audio/frontEnds';
import type { Example } from '../../example/example';
import type { ExamplePictures } from '../../example/pictures';
import { Field } from '../common/Field';
import { SelectField } from '../common/SelectField';
import { Term } from '../common/Term';
import { framesOf, rangeOf, upscale } from '../look/maps';
import { paddingOf } from '../look/padding';
import { layOver, paintSpectrogram } from '../look/pixels';
import { Plot } from '../look/Plot';
import styles from './Example.module.css';
import { spreadOf, spreadSentence } from './exampleWords';

const COVER = 0.75;

interface ExampleMapsProps {
  readonly example: Example;
  readonly pictures: ExamplePictures;
  /** 0 is the frozen backbone, then the model after each epoch. */
  readonly stage: number;
  readonly onStage: (stage: number) => void;
}

/** One clip's attention in the last layer, before training and after the epoch that is chosen. */
export function ExampleMaps({ example, pictures, stage, onStage }: ExampleMapsProps) {
  const { clips, layers, stages, grid, patch, stride } = example.pictures;
  const [clip, setClip] = useState(() => longest(clips));
  const [layer, setLayer] = useState(layers - 1);
  const sentence = useId();
  const layout = useMemo(() => ({ grid, patch, stride }), [grid, patch, stride]);
  const frames = framesOf(layout);
  const sound = useMemo(() => pictures.spectrogram(clip), [pictures, clip]);
  const grey = useMemo(() => paintSpectrogram(sound, frames, 'grey'), [sound, frames]);
  const maps = useMemo(
    () => Array.from({ length: stages }, (_, s) => pictures.map(clip, s, layer)),
    [pictures, clip, stages, layer],
  );
  const range = useMemo(() => rangeOf(maps), [maps]);
  const pictureOf = (s: number) =>
    layOver(grey, upscale(maps[s] ?? new Float32Array(), layout, sound.bins, frames, 'bilinear'), range, COVER);
  const before = useMemo(() => pictureOf(0), [grey, maps, range]); // eslint-disable-line react-hooks/exhaustive-deps
  const after = useMemo(() => pictureOf(stage), [grey, maps, range, stage]); // eslint-disable-line react-hooks/exhaustive-deps
  const spread = (s: number) => spreadOf(example, clip, s, layer);
  const stageTitle = stage === 0 ? 'before training' : `after epoch ${stage}`;
  const band = clips[clip]?.band ?? [0, 0];
  const axes = {
    frontEnd: example.config.frontEnd,
    seconds: frames / FRONT_ENDS[example.config.frontEnd].framesPerSecond,
    band: [(band[0] * stride[1]) / frames, (band[1] * stride[1] + patch[1]) / frames] as const,
    padding: paddingOf(sound.frames, layout),
  };
  const nameOf = (i: number) => `${example.classes[clips[i]?.label ?? 0]}: ${clips[i]?.id.split('/').at(-1)}`;
  return (
    <figure className={styles.maps}>
      <figcaption className={styles.caption}>
        Who attends to the marked moment <Term name="attention" />
      </figcaption>
      <div className={styles.pair}>
        <Plot
          {...axes}
          title="Before training"
          label={`Attention before training over the spectrogram of ${nameOf(clip)}`}
          picture={before}
        >
          <p className={styles.quiet}>Entropy {spread(0).toFixed(3)}</p>
        </Plot>
        <Plot
          {...axes}
          title={stage === 0 ? 'Before training' : `After epoch ${stage}`}
          label={`Attention ${stageTitle} over the spectrogram of ${nameOf(clip)}`}
          picture={after}
          testId="example-map"
        >
          <p className={styles.quiet}>
            Entropy <span data-testid="example-spread">{spread(stage).toFixed(3)}</span>
          </p>
        </Plot>
      </div>
      <div className={styles.choices}>
        <Field label="Epoch" hint={stage === 0 ? 'before training' : `${stage} of ${stages - 1}`}>
          {({ id }) => (
            <input
              id={id}
              type="range"
              min={0}
              max={stages - 1}
              step={1}
              value={stage}
              aria-valuetext={stageTitle}
              aria-describedby={sentence}
              onChange={(event) => onStage(Number(event.target.value))}
              data-testid="example-epoch"
            />
          )}
        </Field>
        <SelectField
          label="Clip"
          value={String(clip)}
          options={clips.map((_, i) => [String(i), nameOf(i)] as const)}
          onChange={(value) => setClip(Number(value))}
        />
        <SelectField
          label="Layer"
          term="head"
          value={String(layer)}
          options={Array.from({ length: layers }, (_, i) => [String(i), layerTitle(i, layers)] as const)}
          onChange={(value) => setLayer(Number(value))}
        />
      </div>
      <p id={sentence} data-testid="example-entropy">
        In {layerTitle(layer, layers)}: {spreadSentence(spread(0), spread(stages - 1))} <Term name="layerEntropy" />
      </p>
    </figure>
  );
}

/** The clip with the most sound: it fills the picture best. */
function longest(clips: Example['pictures']['clips']): number {
  return clips.reduce((best, { frames }, i) => (frames > (clips[best]?.frames ?? 0) ? i : best), 0);
}

function layerTitle(layer: number, layers: number): string {
  return `layer ${layer + 1} of ${layers}${layer === layers - 1 ? ', the paper’s' : ''}`;
}
