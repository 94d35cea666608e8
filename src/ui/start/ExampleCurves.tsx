import type { Example } from '../../example/example';
import { percent, significant } from '../format';
import { SERIES } from '../run/series';
import { curveOf, roundUp } from './curves';
import styles from './Example.module.css';
import { curveSentence } from './exampleWords';

const WIDTH = 320;
const HEIGHT = 120;

interface Line {
  readonly title: string;
  readonly colour: string;
  readonly points: string;
}

/** Loss and accuracy of the example by epoch, with the epoch that is looked at. */
export function ExampleCurves({ example, stage }: { readonly example: Example; readonly stage: number }) {
  const { epochs, losses, stepsPerEpoch, best } = example;
  const last = epochs.length;
  const byEpoch = (value: (point: Example['epochs'][number]) => number) =>
    epochs.map((point) => ({ at: point.epoch / last, value: value(point) }));
  const steps = losses.map((value, i) => ({ at: (i + 1) / (stepsPerEpoch * last), value }));
  const top = roundUp(Math.max(...losses, ...epochs.map(({ loss }) => loss)));
  const line = (series: 'train' | 'validation', values: Parameters<typeof curveOf>[0], most: number): Line => ({
    title: SERIES[series].title,
    colour: SERIES[series].colour,
    points: curveOf(values, most, WIDTH, HEIGHT),
  });
  const at = epochs[stage - 1];
  return (
    <figure className={styles.part}>
      <figcaption>Loss and top-1</figcaption>
      <div className={styles.curves}>
        <Drawing
          name="Loss"
          top={significant(top)}
          label={`Loss by epoch: validation from ${significant(epochs[0]?.loss ?? 0, 3)} to ${significant(epochs.at(-1)?.loss ?? 0, 3)}`}
          at={stage / last}
          lines={[
            line('train', steps, top),
            line(
              'validation',
              byEpoch(({ loss }) => loss),
              top,
            ),
          ]}
        />
        <Drawing
          name="Top-1"
          top="100 %"
          label={`Top-1 by epoch: validation from ${percent(epochs[0]?.top1 ?? 0, 0)} to ${percent(epochs.at(-1)?.top1 ?? 0, 0)}, best ${percent(best.top1, 0)}`}
          at={stage / last}
          lines={[
            line(
              'train',
              byEpoch(({ trainTop1 }) => trainTop1),
              1,
            ),
            line(
              'validation',
              byEpoch(({ top1 }) => top1),
              1,
            ),
          ]}
        />
      </div>
      <p className={styles.keys} aria-hidden>
        {(['train', 'validation'] as const).map((series) => (
          <span key={series}>
            <span className={styles.key} style={{ background: SERIES[series].colour }} /> {SERIES[series].title}
          </span>
        ))}
      </p>
      <p>{curveSentence(example)}</p>
      <p className={styles.quiet}>
        {at
          ? `Epoch ${at.epoch}: validation loss ${significant(at.loss, 3)}, top-1 ${percent(at.top1, 0)}.`
          : 'Before training there is no loss yet.'}
      </p>
    </figure>
  );
}

interface DrawingProps {
  readonly name: string;
  readonly top: string;
  readonly label: string;
  /** The epoch that is looked at, as a share of the axis. */
  readonly at: number;
  readonly lines: readonly Line[];
}

function Drawing({ name, top, label, at, lines }: DrawingProps) {
  return (
    <div className={styles.drawing}>
      <span className={styles.top} aria-hidden>
        {name}, up to {top}
      </span>
      <svg viewBox={`-2 -4 ${WIDTH + 4} ${HEIGHT + 8}`} role="img" aria-label={label}>
        <path className={styles.axis} d={`M0,0 V${HEIGHT} H${WIDTH}`} />
        <path className={styles.at} d={`M${(at * WIDTH).toFixed(1)},0 V${HEIGHT}`} />
        {lines.map(({ title, colour, points }) => (
          <polyline key={title} points={points} style={{ stroke: colour }} />
        ))}
      </svg>
    </div>
  );
}
